#include "repo-format/rpm/signature_header.hpp"

#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::rpm {
namespace {

using ::testing::AllOf;
using testing::an_rpm;
using ::testing::Each;
using ::testing::HasSubstr;

Signatures rsa(std::size_t size) { return {SignatureKind::rsa, std::string(size, 'R'), std::nullopt}; }

/// The whole package with these signatures put in.
Result<std::string> sign(const std::string& bytes, const Signatures& signatures) {
    const MemoryBytes file(bytes);
    const RpmPackage package = TRY(read_rpm(file, VerifyDigests::no));
    const std::string start = TRY(with_signatures(file, package, signatures));
    return start + bytes.substr(package.header_start);
}

RpmPackage read(const std::string& bytes) { return MUST(read_rpm(MemoryBytes(bytes), VerifyDigests::yes)); }

TEST(RpmSignature, OfAnRsaKeyStandsIn268And1002) {
    const auto header_only = read(MUST(sign(an_rpm("hello").bytes(), rsa(566))));
    EXPECT_EQ(header_only.signature.binary(268), std::string(566, 'R'));
    EXPECT_FALSE(header_only.signature.has(1002));

    const auto both = read(MUST(sign(an_rpm("hello").bytes(), {SignatureKind::rsa, "H", "P"})));
    EXPECT_EQ(both.signature.binary(268), "H");
    EXPECT_EQ(both.signature.binary(1002), "P");
}

TEST(RpmSignature, OfAnEddsaKeyStandsIn267And1005) {
    const auto package = read(MUST(sign(an_rpm("hello").bytes(), {SignatureKind::eddsa, "H", "P"})));

    EXPECT_EQ(package.signature.binary(267), "H");
    EXPECT_EQ(package.signature.binary(1005), "P");
    EXPECT_FALSE(package.signature.has(268));
}

TEST(RpmSignature, ReplacesEveryOlderOne) {
    const auto old = an_rpm("hello")
                         .signature_tag(267, 7, 1, "a")
                         .signature_tag(278, 8, 1, std::string("b\0", 2))
                         .signature_tag(1002, 7, 1, "c")
                         .signature_tag(1005, 7, 1, "d")
                         .signature_tag(1006, 7, 1, "e");

    const auto package = read(MUST(sign(old.bytes(), rsa(100))));

    for (const Tag tag : {267u, 278u, 1002u, 1005u, 1006u}) EXPECT_FALSE(package.signature.has(tag)) << tag;
    EXPECT_TRUE(package.signature.has(268));
}

TEST(RpmSignature, TakesItsRoomFromTheReservedSpaceSoThatTheMainHeaderStaysInPlace) {
    const std::string bytes = an_rpm("hello").bytes();
    const auto before = read(bytes);

    const auto after = read(MUST(sign(bytes, rsa(566))));

    EXPECT_EQ(after.header_start, before.header_start);
    EXPECT_LT(after.signature.binary(1008).size(), before.signature.binary(1008).size());
    EXPECT_THAT(after.signature.binary(1008), Each('\0'));
}

TEST(RpmSignature, GrowsTheHeaderWhereNoSpaceIsReserved) {
    const auto package = read(MUST(sign(an_rpm("hello").reserved_space(0).bytes(), rsa(566))));

    EXPECT_FALSE(package.signature.has(1008));
    EXPECT_EQ(package.header_start % 8, 0u);
}

TEST(RpmSignature, GivesUpReservedSpaceThatOldReadersWouldNotAccept) {
    const auto package = read(MUST(sign(an_rpm("hello").reserved_space(20000).bytes(), rsa(566))));

    EXPECT_LE(package.signature.entries().back().offset + package.signature.entries().back().length + 16, 8192u);
}

TEST(RpmSignature, StandsBesideFileSignaturesThatOldReadersWouldNotAccept) {
    std::string file_signatures;
    for (int i = 0; i < 20; ++i) file_signatures += std::string(530, 'f') + '\0';
    const auto package = read(MUST(sign(an_rpm("hello").signature_tag(274, 8, 20, file_signatures).bytes(), rsa(566))));

    EXPECT_EQ(package.signature.texts(274).size(), 20u);
    EXPECT_TRUE(package.signature.has(268));
    EXPECT_FALSE(package.signature.has(1008));
}

TEST(RpmSignature, LeavesDigestsSizesAndTheRestOfTheFileAlone) {
    const std::string bytes = an_rpm("hello").file("/etc/x", "x").bytes();
    const auto before = read(bytes);

    const std::string signed_bytes = MUST(sign(bytes, rsa(566)));

    const auto after = read(signed_bytes);
    for (const Tag tag : {269u, 273u, 1000u, 1004u, 1007u})
        EXPECT_EQ(after.signature.data_of(*after.signature.find(tag)),
                  before.signature.data_of(*before.signature.find(tag)));
    EXPECT_EQ(signed_bytes.substr(after.header_start), bytes.substr(before.header_start));
    EXPECT_EQ(signed_bytes.substr(0, 96), bytes.substr(0, 96));
}

TEST(RpmSignature, AgainWithTheSameBytesGivesTheSameFile) {
    const std::string once = MUST(sign(an_rpm("hello").bytes(), rsa(566)));

    const std::string by_another_key = MUST(sign(once, rsa(72)));

    EXPECT_EQ(MUST(sign(once, rsa(566))), once);
    EXPECT_EQ(MUST(sign(by_another_key, rsa(566))), once);
}

TEST(RpmSignature, OfAV6PackageKeepsItsOwnReserve) {
    const auto package = read(MUST(sign(an_rpm("hello").format(6).bytes(), rsa(566))));

    EXPECT_TRUE(package.signature.has(999));
    EXPECT_FALSE(package.signature.has(1008));
}

TEST(RpmSignature, OfAnRpm3PackageIsUnsupportedAndSaysTheWaysOut) {
    const auto refused = sign(an_rpm("old").format(3).bytes(), rsa(566));

    EXPECT_FAULT(refused, Fault::unsupported);
    EXPECT_THAT(refused.error().message(), AllOf(HasSubstr("rebuild it with rpm 4"), HasSubstr("sign_packages off")));
}

}  // namespace
}  // namespace slipway::rpm
