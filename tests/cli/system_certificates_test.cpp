#include "cli/system_certificates.hpp"

#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

namespace slipway::cli {
namespace {

using slipway::testing::TempDir;

TEST(SystemCertificates, AreFoundWhereFedoraHasThem) {
    TempDir root;
    root.write("etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "certificates");

    const auto file = find_system_certificates(root.path());

    EXPECT_EQ(file, root.path() / "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem");
}

TEST(SystemCertificates, AreNoDirectory) {
    TempDir root;
    root.write("etc/ssl/certs/ca-certificates.crt/other", "a directory of this name");
    root.write("etc/ssl/cert.pem", "certificates");

    const auto file = find_system_certificates(root.path());

    EXPECT_EQ(file, root.path() / "etc/ssl/cert.pem");
}

TEST(SystemCertificates, MayBeAbsent) {
    TempDir root;

    EXPECT_EQ(find_system_certificates(root.path()), std::nullopt);
}

}  // namespace
}  // namespace slipway::cli
