#include "server/api/routing/provenance.hpp"
#include "server/api/uploads/declared_digest.hpp"
#include "server/api/uploads/upload_target.hpp"
#include "tests/support/must.hpp"

namespace slipway::api {
namespace {

http::Headers with(std::string name, std::string value) {
    http::Headers headers;
    headers.add(std::move(name), std::move(value));
    return headers;
}

struct DigestRow {
    const char* because;
    const char* field;
    const char* value;  // of "hello"
};
class DigestTest : public testing::TestWithParam<DigestRow> {};
TEST_P(DigestTest, IsVerifiedAgainstTheBytesReceived) {
    const auto headers = with(GetParam().field, GetParam().value);
    auto right = MUST(DeclaredDigests::parse(headers));
    auto wrong = MUST(DeclaredDigests::parse(headers));

    right.update("hel");
    right.update("lo");
    wrong.update("other bytes");

    EXPECT_TRUE(right.verify().ok());
    EXPECT_EQ(wrong.verify().error().code(), "digest-mismatch");
}
INSTANTIATE_TEST_SUITE_P(
    Fields, DigestTest,
    testing::Values(DigestRow{"Checksum", "X-Checksum-Sha256",
                              "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"},
                    DigestRow{"Rfc3230", "Digest", "SHA-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="},
                    DigestRow{"Rfc3230WithAnUnknownAlgorithm", "Digest", "crc=1, MD5=XUFAKrxLKna5cZ2REBfFkg=="},
                    DigestRow{"Rfc9530", "Content-Digest", "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:"}),
    [](const auto& row) { return row.param.because; });

TEST(DeclaredDigests, RefusesAValueThatCannotBeRead) {
    EXPECT_EQ(DeclaredDigests::parse(with("X-Checksum-Sha256", "abc")).error().code(), "invalid-digest");
    EXPECT_EQ(DeclaredDigests::parse(with("Digest", "sha-256=AAAA")).error().code(), "invalid-digest");
}

TEST(DeclaredDigests, RefusesThoseThatContradictEachOther) {
    const auto sha256_of_hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    auto agreeing = with("X-Checksum-Sha256", sha256_of_hello);
    agreeing.add("Digest", "sha-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    auto contradicting = with("X-Checksum-Sha256", std::string(64, '0'));
    contradicting.add("Digest", "sha-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");

    EXPECT_TRUE(DeclaredDigests::parse(agreeing).ok());
    EXPECT_EQ(DeclaredDigests::parse(contradicting).error().code(), "invalid-digest");
    EXPECT_FAULT(DeclaredDigests::parse(with("Digest", "md5=XUFAKrxLKna5cZ2REBfFkg==,md5=AAAAAAAAAAAAAAAAAAAAAA==")),
                 Fault::invalid_input);
}

Result<std::string> provenance_with(std::string name, std::string value) {
    return provenance_of(with(std::move(name), std::move(value)), {3, "ci", {}}, "192.0.2.7", Seconds{});
}

TEST(Provenance, KeepsWhatWasSeenApartFromWhatIsClaimed) {
    const auto text = MUST(provenance_with("Slipway-Source-Commit", "abc"));

    EXPECT_EQ(text, R"({"verified":{"token":{"id":3,"name":"ci"},"address":"192.0.2.7","time":"1970-01-01T00:00:00Z"},)"
                    R"("claimed":{"commit":"abc"}})");
}

TEST(Provenance, RefusesLongStrangeAndDangerousValues) {
    EXPECT_EQ(provenance_with("Slipway-Source-Ref", std::string(1025, 'x')).error().code(), "invalid-provenance");
    EXPECT_EQ(provenance_with("Slipway-Source-Ref", "caf\xc3\xa9").error().code(), "invalid-provenance");
    EXPECT_EQ(provenance_with("Slipway-Source-Build-Url", "javascript:alert(1)").error().code(), "invalid-provenance");
    EXPECT_EQ(provenance_with("Slipway-Source-Repository", "file:///etc").error().code(), "invalid-provenance");
}

TEST(UploadTarget, TheQueryMayNameSeveralDistros) {
    const auto target = MUST(destination_of("bookworm,trixie", "contrib"));

    EXPECT_EQ(target.distros, (std::vector<std::string>{"bookworm", "trixie"}));
    EXPECT_EQ(target.component, "contrib");
}

TEST(UploadTarget, AFormFieldNamesItsTarget) {
    const auto otherwise = MUST(destination_of("deb", ""));

    EXPECT_EQ(MUST(destination_of_field("package", otherwise)).distros, std::vector<std::string>{"deb"});
    EXPECT_EQ(MUST(destination_of_field("el9", otherwise)).distros, std::vector<std::string>{"el9"});
    EXPECT_EQ(MUST(destination_of_field("trixie/contrib", otherwise)).component, "contrib");
    EXPECT_FAULT(destination_of_field("No Distro", otherwise), Fault::invalid_input);
}

TEST(UploadTarget, AFileNameIsItsLastSegment) {
    EXPECT_EQ(base_name("C:\\build\\a.deb"), "a.deb");
    EXPECT_EQ(base_name("../../a.deb"), "a.deb");
}

}  // namespace
}  // namespace slipway::api
