// SPDX-License-Identifier: Apache-2.0
#include "tests/net/test_certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>

namespace pim::net {
namespace {

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

void set_name(X509* certificate, const std::string& name) {
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
}

Identity make_blank(const char* name, long from, long to) {
  static std::atomic<long> serial = 1;  // two of one name would be taken for each other
  const long number = serial++;
  Identity identity;
  identity.key.reset(EVP_EC_gen("P-256"));
  identity.certificate.reset(X509_new());
  X509* const certificate = identity.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), number);
  X509_gmtime_adj(X509_getm_notBefore(certificate), from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), to);
  X509_set_pubkey(certificate, identity.key.get());
  set_name(certificate, std::string(name) + " " + std::to_string(number));
  return identity;
}

void sign(Identity& identity, const Identity& issuer) {
  X509_set_issuer_name(identity.certificate.get(), X509_get_subject_name(issuer.certificate.get()));
  X509_sign(identity.certificate.get(), issuer.key.get(), EVP_sha256());
}

}  // namespace

std::string Identity::pem() const {
  BIO* const out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, certificate.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(out);
  return text;
}

Identity make_authority() {
  Identity authority = make_blank("Test authority", -3600, 3600);
  X509* const certificate = authority.certificate.get();
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign");
  sign(authority, authority);
  return authority;
}

Identity make_server(const Identity* authority, const CertificateWish& wish) {
  Identity server = make_blank("Test server", wish.valid_from, wish.valid_to);
  const Identity& issuer = authority != nullptr ? *authority : server;
  add_extension(server.certificate.get(), issuer.certificate.get(), NID_subject_alt_name,
                wish.names);
  sign(server, issuer);
  return server;
}

}  // namespace pim::net
