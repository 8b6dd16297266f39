// SPDX-License-Identifier: Apache-2.0
#include "common/net/curl_faults.h"

namespace pim::net {
namespace {

// OpenSSL's numbers, which CURLINFO_SSL_VERIFYRESULT hands on.
enum VerifyResult : long {
  Untold = 1,  // the chain is good; libcurl itself compares the name, and leaves this
  NotYetValid = 9,
  Expired = 10,
  SelfSigned = 18,
  SelfSignedInChain = 19,
  NoIssuerLocally = 20,
  NoIssuer = 21,
  NameMismatch = 62,
};

std::string certificate_trouble(long verify_result) {
  switch (verify_result) {
    case NotYetValid: return "it is not valid yet";
    case Expired: return "it has expired";
    case SelfSigned:
    case SelfSignedInChain:
    case NoIssuerLocally:
    case NoIssuer: return "it was not issued by an authority known here";
    case Untold:
    case NameMismatch: return "it was issued for another name";
    default: return "it could not be verified (" + std::to_string(verify_result) + ")";
  }
}

Error unavailable(std::string sentence) {
  return {ErrorCode::Unavailable, std::move(sentence), {}};
}

Error refused_certificate(const std::string& server, long verify_result) {
  return unavailable("The certificate of " + server +
                     " was refused: " + certificate_trouble(verify_result) + ".");
}

}  // namespace

Error error_of(const Fault& fault, const Origin& origin) {
  const std::string server = origin.text();
  if (fault.stopped) {
    return {ErrorCode::Cancelled, "The exchange with " + server + " was stopped.", {}};
  }
  if (fault.too_large) {
    return {ErrorCode::TooLarge, "The answer of " + server + " is larger than accepted.", {}};
  }
  if (fault.guarded) {
    return {ErrorCode::Denied,
            server +
                " is not at a public address; only servers that the administrator has named "
                "may be at others.",
            {}};
  }
  switch (fault.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return unavailable("The name of " + server + " is not known; check the address.");
    case CURLE_COULDNT_CONNECT:
      return unavailable(server + " cannot be reached; it may be switched off.");
    case CURLE_OPERATION_TIMEDOUT:
      return unavailable(fault.sent ? server + " did not answer in time."
                                    : server + " cannot be reached: no connection in time.");
    case CURLE_PEER_FAILED_VERIFICATION: return refused_certificate(server, fault.verify_result);
    case CURLE_SSL_CACERT_BADFILE:
      return unavailable(
          fault.ca_file.empty()
              ? "This machine has no certificates of the usual authorities, so " + server +
                    " cannot prove who it is; install Debian's package ca-certificates."
              : "The CA file " + fault.ca_file + " for " + server + " cannot be read.");
    case CURLE_SSL_CONNECT_ERROR:
      return unavailable("No secure connection to " + server +
                         " could be made: it does not speak TLS 1.2 or later, or its "
                         "certificate is not sound.");
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return unavailable("The connection to " + server +
                         " was cut before its answer was complete.");
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return unavailable(server + " does not answer like a web server.");
    default:
      return unavailable("The exchange with " + server +
                         " failed: " + curl_easy_strerror(fault.code) + ".");
  }
}

}  // namespace pim::net
