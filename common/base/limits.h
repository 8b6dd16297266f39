// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

// Every limit of the project, with its reason. Nothing a peer says drives a loop or an allocation
// beyond one of these (design rule 12).
namespace pim::limits {

/// A message, decoded or encoded. One message is one transaction, and 512 KiB of contacts are
/// about 11 ms of work inside it; the bound for a transaction is 20 ms.
inline constexpr std::size_t MaxMsgSize = 512 * 1024;
/// The smallest MaxMsgSize of a peer that we obey; below it not even our header and one Status fit.
inline constexpr std::size_t MinMsgSize = 1024;
/// A request up to here is always taken, however small a MaxMsgSize we tell: the first message
/// comes before the client can know it, and brings a DevInf of up to 20 kB.
inline constexpr std::size_t FirstMsgSize = 64 * 1024;
/// One record; a contact with a photo. Larger ones are refused by themselves.
inline constexpr std::size_t MaxObjSize = 4 * 1024 * 1024;
/// Nesting of elements: SyncML needs about 12, DevInf 6 more.
inline constexpr int MaxDepth = 32;
/// One start tag in octets, and its attributes: SyncML needs one xmlns; libxml2 2.9 is quadratic.
inline constexpr std::size_t MaxTagSize = 2048;
inline constexpr int MaxAttributes = 8;
/// Text of one element other than Data: URIs, anchors, names.
inline constexpr std::size_t MaxFieldSize = 16 * 1024;
/// Commands in one message, at any depth.
inline constexpr std::size_t MaxCommands = 20'000;
/// Messages in one session: 10,000 x 10 KiB is a large store over a small phone.
inline constexpr int MaxMessages = 10'000;
/// SessionID as sent; a P900 sends 10 characters, a Funambol client 8 to 10.
inline constexpr std::size_t MaxSessionId = 64;
/// Lines, depth and one unfolded text line of a record.
inline constexpr std::size_t MaxRecordLines = 5'000;
inline constexpr int MaxRecordDepth = 4;
inline constexpr std::size_t MaxRecordLine = 256 * 1024;
/// Parameters of one record and of one line, each value of a list counted; a contact has about 20.
/// Sets of types are kept sorted, so a line of many types costs their square.
inline constexpr std::size_t MaxRecordParameters = 10'000;
inline constexpr std::size_t MaxLineParameters = 500;
/// Items of lists and components of structured values in one record: each is compared on its own,
/// under the name and the parameters of its line.
inline constexpr std::size_t MaxRecordItems = 5'000;
/// Proposed deletions whose form is compared with incoming Adds; more than these wait for a person.
inline constexpr std::size_t MaxProposalsCompared = 500;
/// Values whose records are counted through a package, the most frequent ones: one that most of the
/// records are set to is among the first few of any message; 64 cost a session's state 0.8 kB.
inline constexpr std::size_t TalliedValues = 64;
/// How long deletions proposed by a package that broke wait for that side's next deletions, in
/// seconds, before they are applied alone (sync rule 32).
inline constexpr std::int64_t BrokenProposalWait = 24 * 3600;
/// How long an event has been over, in seconds, when its deletion by a phone that makes room leaves
/// that phone only (sync rule 35).
inline constexpr std::int64_t PastEvent = 14 * 24 * 3600;
/// Candidates compared per record in a slow match.
inline constexpr std::size_t MaxCandidates = 16;
/// Records of a collection that one request searches for duplicates: about a second.
inline constexpr std::int64_t MaxDuplicatesLooked = 20'000;
/// New records that a run tells one by one; of more it tells how many. A first sync of thousands
/// would write a line for each, which nobody reads.
inline constexpr std::uint64_t NamedAdds = 1'000;
/// How long a run may wait for its turn, or a lease last, in seconds: what lies further ahead was
/// written before the clock was set back.
inline constexpr std::int64_t MaxRunWait = 300;
/// Rows per page of the change feed, of plan lines, of API lists.
inline constexpr std::size_t PageRows = 200;
/// Changes of one collection that a message carries: what it says is written in one transaction on
/// each side, and nobody else writes meanwhile (some 10 ms).
inline constexpr std::size_t MessageChanges = 200;
/// Skip ranges kept per pairing; beyond that the item's origin column filters.
inline constexpr std::size_t MaxSkipRanges = 64;
/// Saved session state; above it parts move to session_chunk rows.
inline constexpr std::size_t MaxSessionState = 16 * 1024;
inline constexpr std::size_t MaxChunk = 256 * 1024;

/// A JSON body of the API: the largest is a decision about some 5,000 held records.
inline constexpr std::size_t MaxJsonBody = 64 * 1024;
/// A file to import: 20,000 contacts of 1.5 kB, or fewer with photos. It is held in memory.
inline constexpr std::size_t MaxImport = 64 * 1024 * 1024;
/// What one transaction of an import takes, records and octets: a record costs some 0.1 ms.
inline constexpr std::size_t ImportRecords = 100;
inline constexpr std::size_t ImportOctets = 512 * 1024;
/// Remarks that an import tells one by one: more than a person reads, and a file of 64 MiB may earn
/// a million, which would stand in memory as many times as the answer is taken apart.
inline constexpr std::size_t ImportRemarks = 1'000;
/// Passwords of one user's devices: each is tried with every nonce that may have been meant.
inline constexpr std::size_t MaxDevicePasswords = 32;
/// Connections of one user, read as a whole with every list of them.
inline constexpr std::size_t MaxConnections = 100;
/// What people type: names and user names, passwords, addresses, search words.
inline constexpr std::size_t MaxName = 256;
inline constexpr std::size_t MaxPassword = 1024;
inline constexpr std::size_t MaxUrl = 2048;
/// A key that makes a repeated request harmless: a UUID has 36 characters.
inline constexpr std::size_t MaxIdempotencyKey = 128;

}  // namespace pim::limits
