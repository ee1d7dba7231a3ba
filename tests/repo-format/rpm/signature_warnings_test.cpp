// Packets are put together by hand: what policies look at, and nothing else.
#include "repo-format/rpm/signature_warnings.hpp"

#include "base/stream.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::rpm {
namespace {

using testing::an_rpm;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RpmBuilder;

constexpr std::uint32_t rsa_header = 268, dsa_header = 267, pgp = 1002, openpgp = 278;
constexpr std::uint32_t binary = 7, string_array = 8;
constexpr char sha1 = 2, sha256 = 8;
constexpr char rsa = 1, dsa = 17, eddsa = 22;

std::string number_of(unsigned bits) {
    std::string number{static_cast<char>(bits >> 8), static_cast<char>(bits)};
    return number.append((bits + 7) / 8, '\x01');
}

std::string packet(const std::string& body) {
    return std::string{'\x89', static_cast<char>(body.size() >> 8), static_cast<char>(body.size())} + body;
}

std::string version_4(char algorithm, char hash, unsigned bits) {
    const auto subpackets = std::string("\0\6\5\2\0\0\0\1", 8) + std::string("\0\0", 2);
    return packet(std::string{4, 0, algorithm, hash} + subpackets + "dd" + number_of(bits));
}

std::string version_3(char algorithm, char hash, unsigned bits) {
    return packet(std::string{3, 5, 0} + std::string(4, '\1') + std::string(8, '\2') + algorithm + hash + "dd" +
                  number_of(bits));
}

std::vector<std::string> warnings_of(const RpmBuilder& builder) {
    const auto bytes = builder.bytes();
    return signature_warnings(MUST(read_rpm(MemoryBytes(bytes), VerifyDigests::yes)));
}

std::vector<std::string> warnings_of(std::uint32_t tag, const std::string& signature) {
    return warnings_of(
        an_rpm("hello").signature_tag(tag, binary, static_cast<std::uint32_t>(signature.size()), signature));
}

TEST(SignatureWarnings, SayThatAPackageIsUnsigned) {
    EXPECT_THAT(warnings_of(an_rpm("hello")), ElementsAre(HasSubstr("the package has none")));
}

TEST(SignatureWarnings, AreNoneForASignatureThatEveryClientTakes) {
    EXPECT_THAT(warnings_of(rsa_header, version_4(rsa, sha256, 4096)), IsEmpty());
    EXPECT_THAT(warnings_of(rsa_header, version_4(rsa, sha256, 3070)), IsEmpty());
}

TEST(SignatureWarnings, NameWhatClientsRefuse) {
    EXPECT_THAT(warnings_of(rsa_header, version_3(rsa, sha256, 4096)), ElementsAre(HasSubstr("of version 3")));
    EXPECT_THAT(warnings_of(rsa_header, version_4(rsa, sha1, 4096)), ElementsAre(HasSubstr("made with SHA-1")));
    EXPECT_THAT(warnings_of(dsa_header, version_4(dsa, sha256, 256)), ElementsAre(HasSubstr("a DSA key")));
    EXPECT_THAT(warnings_of(dsa_header, version_4(eddsa, sha256, 255)), ElementsAre(HasSubstr("EL 7 and EL 8")));
    EXPECT_THAT(warnings_of(rsa_header, version_4(rsa, sha256, 1024)), ElementsAre(HasSubstr("of 1024 bits")));
    EXPECT_THAT(warnings_of(rsa_header, version_4(rsa, sha256, 2045)), ElementsAre(HasSubstr("of 2048 bits")));
}

TEST(SignatureWarnings, LookAtEveryTagAndSayEachOnce) {
    const auto bad = version_3(rsa, sha1, 2048);
    const auto size = static_cast<std::uint32_t>(bad.size());
    const auto both =
        an_rpm("hello").signature_tag(rsa_header, binary, size, bad).signature_tag(pgp, binary, size, bad);

    EXPECT_THAT(warnings_of(both), ElementsAre(HasSubstr("version 3"), HasSubstr("SHA-1"), HasSubstr("2048")));
}

TEST(SignatureWarnings, ReadTheSignaturesOfRpm6) {
    // Base64 of a packet of version 4 by DSA with SHA-1.
    const std::string text("iQAVBAARAgAGBQIAAAABAABkZAAYAQEB\0", 33);

    EXPECT_THAT(warnings_of(an_rpm("hello").signature_tag(openpgp, string_array, 1, text)),
                Contains(HasSubstr("a DSA key")));
}

TEST(SignatureWarnings, AreNoneForWhatIsNoSignaturePacket) {
    for (const auto& bytes : {std::string("no packet"), std::string("\x89\0\1\4", 4), std::string(60, '\xff')})
        EXPECT_THAT(warnings_of(rsa_header, bytes), IsEmpty());
}

}  // namespace
}  // namespace slipway::rpm
