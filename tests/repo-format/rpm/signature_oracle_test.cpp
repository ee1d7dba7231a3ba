// rpm itself judges the packages signed by `with_signatures`, with keys and signatures made by gpg.
#include "repo-format/rpm/signature_header.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>
#include <sstream>

namespace slipway::rpm {
namespace {

using testing::an_rpm;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_command;

std::string content_of(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

/// A key of gpg's in a home of its own, and an rpm database that trusts no other.
class TestKey {
public:
    TestKey(const char* algorithm, SignatureKind kind) : kind_(kind) {
        run({"gpg", "--batch", "--quiet", "--homedir", home(), "--pinentry-mode", "loopback", "--passphrase", "",
             "--quick-gen-key", "Test <test@example.org>", algorithm, "sign", "never"});
        run({"gpg", "--batch", "--homedir", home(), "--armor", "--output", "key.asc", "--export"});
        run({"rpmkeys", "--dbpath", database(), "--import", "key.asc"});
    }
    ~TestKey() { run({"gpgconf", "--homedir", home(), "--kill", "all"}); }

    std::string sign(const std::string& bytes) {
        dir_.write("data", bytes);
        run({"gpg", "--batch", "--yes", "--quiet", "--homedir", home(), "--digest-algo", "SHA256", "--output",
             "data.sig", "--detach-sign", "data"});
        return content_of(dir_.path() / "data.sig");
    }

    std::string sign_package(const std::string& bytes) {
        const MemoryBytes file(bytes);
        const RpmPackage package = MUST(read_rpm(file, VerifyDigests::yes));
        Signatures signatures{kind_, sign(package.main.bytes()), std::nullopt};
        if (!package.has_payload_digest) signatures.header_and_payload = sign(bytes.substr(package.header_start));
        const std::string start = MUST(with_signatures(file, package, signatures));
        return start + bytes.substr(package.header_start);
    }

    /// What `rpmkeys` says of the package when everything must be covered by a signature.
    testing::CommandOutput check(const std::string& bytes) const {
        dir_.write("package.rpm", bytes);
        return run_command({"rpmkeys", "--dbpath", database(), "--define", "_pkgverify_level signature", "--define",
                            "_pkgverify_flags 0x0", "--checksig", "-v", "package.rpm"},
                           dir_.path());
    }

    std::string query(const std::string& bytes) const {
        dir_.write("package.rpm", bytes);
        return run_command({"rpm", "--dbpath", database(), "-qpi", "package.rpm"}, dir_.path()).output;
    }

    const testing::TempDir& dir() const { return dir_; }
    std::string home() const { return dir_.path(); }

private:
    std::string database() const { return dir_.path() / "rpmdb"; }
    void run(const std::vector<std::string>& arguments) const {
        const auto done = run_command(arguments, dir_.path());
        EXPECT_EQ(done.exit_code, 0) << arguments[0] << ": " << done.output;
    }

    testing::TempDir dir_;
    SignatureKind kind_;
};

/// A package made by rpmbuild. `payload` is its %_binary_payload.
std::string built_by_rpmbuild(const std::string& payload) {
    const testing::TempDir dir;
    const auto spec =
        dir.write("hello.spec",
                  "Name: hello\nVersion: 1.0\nRelease: 1\nSummary: Hello\nLicense: MIT\nBuildArch: noarch\n"
                  "%description\nHello.\n%install\nmkdir -p %{buildroot}/etc\n"
                  "echo hello > %{buildroot}/etc/hello\n%files\n/etc/hello\n");
    const auto built = run_command({"rpmbuild", "-bb", "--quiet", "--define", "_topdir " + dir.path().string(),
                                    "--define", "_binary_payload " + payload, spec},
                                   dir.path());
    EXPECT_EQ(built.exit_code, 0) << built.output;
    return content_of(dir.path() / "RPMS/noarch/hello-1.0-1.noarch.rpm");
}

class SignedPackage : public ::testing::Test {
protected:
    static void SetUpTestSuite() { key = new TestKey("rsa3072", SignatureKind::rsa); }
    static void TearDownTestSuite() { delete key; }
    static TestKey* key;
};
TestKey* SignedPackage::key = nullptr;

TEST_F(SignedPackage, BuiltByRpmbuildIsAcceptedByRpm) {
    const std::string signed_bytes = key->sign_package(built_by_rpmbuild("w9.gzdio"));

    const auto checked = key->check(signed_bytes);
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    EXPECT_THAT(checked.output, HasSubstr("Header V4 RSA/SHA256 Signature"));
    EXPECT_THAT(key->query(signed_bytes), ContainsRegex("Signature   : RSA/SHA256"));
    EXPECT_TRUE(read_rpm(MemoryBytes(signed_bytes), VerifyDigests::yes).ok());
}

TEST_F(SignedPackage, OfEveryPayloadCompressionIsAcceptedByRpm) {
    for (const std::string payload : {"w9.bzdio", "w6.xzdio", "w6.lzdio", "w3.zstdio", "w.ufdio"}) {
        const auto checked = key->check(key->sign_package(built_by_rpmbuild(payload)));
        EXPECT_EQ(checked.exit_code, 0) << payload << checked.output;
    }
}

TEST_F(SignedPackage, WithoutPayloadDigestIsCoveredByASecondSignature) {
    const auto checked =
        key->check(key->sign_package(an_rpm("hello").without_payload_digest().file("/etc/x", "x").bytes()));

    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    EXPECT_THAT(checked.output, ContainsRegex("\n *V4 RSA/SHA256 Signature"));
}

TEST_F(SignedPackage, AgainByAnotherKeyIsNoLongerSignedByTheFirst) {
    TestKey other("rsa2048", SignatureKind::rsa);

    const std::string signed_again = key->sign_package(other.sign_package(an_rpm("hello").bytes()));

    EXPECT_EQ(key->check(signed_again).exit_code, 0);
    EXPECT_NE(other.check(signed_again).exit_code, 0);
}

TEST_F(SignedPackage, ChangedAfterwardsIsRefusedByRpm) {
    std::string bytes = key->sign_package(an_rpm("hello").file("/etc/x", "x").bytes());
    bytes.back() = static_cast<char>(bytes.back() ^ 1);

    EXPECT_NE(key->check(bytes).exit_code, 0);
}

TEST_F(SignedPackage, HasTheSameTagsAsOneSignedByRpmsign) {
    const std::string unsigned_bytes = built_by_rpmbuild("w9.gzdio");
    const auto path = key->dir().write("theirs.rpm", unsigned_bytes);
    const auto rpmsign =
        run_command({"rpmsign", "--define", "__gpg /usr/bin/gpg", "--define", "_gpg_path " + key->home(), "--define",
                     "_gpg_name test@example.org", "--addsign", path},
                    key->dir().path());
    ASSERT_EQ(rpmsign.exit_code, 0) << rpmsign.output;

    const auto theirs = MUST(read_rpm(MemoryBytes(content_of(path)), VerifyDigests::yes));
    const auto ours = MUST(read_rpm(MemoryBytes(key->sign_package(unsigned_bytes)), VerifyDigests::yes));

    std::vector<Tag> their_tags, our_tags;
    for (const auto& entry : theirs.signature.entries()) their_tags.push_back(entry.tag);
    for (const auto& entry : ours.signature.entries()) our_tags.push_back(entry.tag);
    EXPECT_EQ(our_tags, their_tags);
    EXPECT_EQ(ours.header_start, theirs.header_start);
    EXPECT_EQ(ours.main.bytes(), theirs.main.bytes());
}

TEST(EddsaSignedPackage, IsAcceptedByRpm) {
    TestKey key("ed25519", SignatureKind::eddsa);

    const auto checked = key.check(key.sign_package(an_rpm("hello").without_payload_digest().bytes()));

    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    EXPECT_THAT(checked.output, HasSubstr("EdDSA"));
}

}  // namespace
}  // namespace slipway::rpm
