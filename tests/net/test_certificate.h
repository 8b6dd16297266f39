// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/x509.h>

#include <memory>
#include <string>

namespace pim::net {

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

/// A certificate and its private key, made for one test.
struct Identity {
  std::unique_ptr<X509, FreeCertificate> certificate;
  std::unique_ptr<EVP_PKEY, FreeKey> key;

  std::string pem() const;  ///< of the certificate
};

struct CertificateWish {
  std::string names = "DNS:localhost,IP:127.0.0.1";
  long valid_from = -3600;  ///< seconds from now
  long valid_to = 3600;
};

/// A certificate authority.
Identity make_authority();
/// A server's certificate, issued by `authority`, or by itself where that is null.
Identity make_server(const Identity* authority, const CertificateWish& wish = {});

}  // namespace pim::net
