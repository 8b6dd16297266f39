// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// Status codes of the Representation Protocol, with when we use them.
namespace pim::syncml::status {

inline constexpr int Busy = 101;  ///< on SyncHdr; the answer has no Final
inline constexpr int Done = 200;
inline constexpr int Added = 201;
inline constexpr int Accepted = 202;
inline constexpr int NonAuthoritative = 203;  ///< read, not sent
inline constexpr int NoContent = 204;         ///< what a Get names is empty
inline constexpr int ResetContent = 205;      ///< read, not sent
inline constexpr int PartialContent = 206;    ///< a part is done, the rest follows
inline constexpr int ConflictMerged = 207;
inline constexpr int ConflictClientWon = 208;
inline constexpr int ConflictDuplicated = 209;
inline constexpr int DeletedNotArchived = 210;
inline constexpr int NothingDeleted = 211;
inline constexpr int Authenticated = 212;  ///< for the whole session
inline constexpr int ChunkAccepted = 213;
inline constexpr int Cancelled = 214;    ///< ended by the peer, all is well
inline constexpr int NotExecuted = 215;  ///< by the user's choice
inline constexpr int AtomicRolledBack = 216;
inline constexpr int MultipleChoices = 300;
inline constexpr int MovedPermanently = 301;
inline constexpr int Found = 302;
inline constexpr int SeeOther = 303;
inline constexpr int NotModified = 304;
inline constexpr int UseProxy = 305;
inline constexpr int BadRequest = 400;  ///< the command is malformed
inline constexpr int InvalidCredentials = 401;
inline constexpr int PaymentNeeded = 402;  ///< read, not sent
inline constexpr int Forbidden = 403;
inline constexpr int NotFound = 404;
inline constexpr int NotAllowed = 405;    ///< the command, in this place
inline constexpr int NotSupported = 406;  ///< an optional feature, named in an Item
inline constexpr int MissingCredentials = 407;
inline constexpr int Timeout = 408;
inline constexpr int Conflict = 409;  ///< found and not resolved
inline constexpr int Gone = 410;
inline constexpr int SizeRequired = 411;
inline constexpr int Incomplete = 412;  ///< the command lacks something
inline constexpr int TooLarge = 413;
inline constexpr int UriTooLong = 414;       ///< read, not sent
inline constexpr int UnsupportedType = 415;  ///< content type or format
inline constexpr int RequestedSizeTooBig = 416;
inline constexpr int RetryLater = 417;
inline constexpr int AlreadyExists = 418;
inline constexpr int ConflictServerWon = 419;
inline constexpr int DeviceFull = 420;
inline constexpr int UnknownSearchGrammar = 421;
inline constexpr int BadFilter = 422;  ///< query of a filter or a CGI part
inline constexpr int SoftDeleteConflict = 423;
inline constexpr int SizeMismatch = 424;  ///< of an object in chunks
inline constexpr int PermissionDenied = 425;
inline constexpr int PartialItemRefused = 426;  ///< send the item whole
inline constexpr int NotEmpty = 427;            ///< a folder
inline constexpr int MoveFailed = 428;
inline constexpr int CommandFailed = 500;
inline constexpr int NotImplemented = 501;
inline constexpr int BadGateway = 502;  ///< read, not sent
inline constexpr int Unavailable = 503;
inline constexpr int GatewayTimeout = 504;  ///< read, not sent
inline constexpr int UnsupportedDtd = 505;  ///< VerDTD; the list stands in an Item
inline constexpr int ProcessingError = 506;
inline constexpr int AtomicFailed = 507;
inline constexpr int RefreshRequired = 508;  ///< with an Alert 201 or a refresh
inline constexpr int CannotResume = 509;     ///< reserved; libsynthesis sends it so
inline constexpr int DatastoreFailure = 510;
inline constexpr int ServerFailure = 511;
inline constexpr int SyncFailed = 512;           ///< start the session anew
inline constexpr int UnsupportedProtocol = 513;  ///< VerProto; the list stands in an Item
inline constexpr int CancelledBefore = 514;      ///< not processed: aborted or suspended
inline constexpr int AtomicRollbackFailed = 516;
inline constexpr int AtomicTooBig = 517;

}  // namespace pim::syncml::status

namespace pim::syncml {

/// What a code means, in words for people; unknown codes are told by their hundred.
std::string_view text_of(int code);

/// Codes count by their hundred: 2xx is success. Anything from 600 on (applications' own codes,
/// such as SyncEvolution's 10500) is none.
bool is_success(int code);

/// The change that was answered so is there now. Not every success says so: 206 and 213 are of a
/// part, 214 to 216 of what was not done, for good reasons of that side.
bool is_executed(int code);

}  // namespace pim::syncml
