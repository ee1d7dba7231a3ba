// Whether a package can be read: our answer beside that of the rpm that is installed.
#include "base/digest.hpp"
#include "base/hex.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"
#include "tests/support/temp_dir.hpp"

#include <functional>
#include <set>
#include <sstream>

namespace slipway::rpm {
namespace {

using testing::an_rpm;
using testing::RpmBuilder;
using testing::RpmHeaderBuilder;
using testing::run_command;

constexpr std::uint32_t number_of_types = 9;

std::string word(std::uint32_t value) {
    std::string bytes;
    append_big_endian_32(bytes, value);
    return bytes;
}

/// One item of each type.
std::string item_of(std::uint32_t type) {
    switch (static_cast<ValueType>(type)) {
        case ValueType::int16: return std::string("\0\1", 2);
        case ValueType::int32: return word(1);
        case ValueType::int64: return word(0) + word(1);
        case ValueType::string:
        case ValueType::string_array:
        case ValueType::i18n_string: return std::string("x\0", 2);
        default: return "x";
    }
}

bool is_read_here(const std::string& bytes) { return read_rpm(MemoryBytes(bytes), VerifyDigests::no).ok(); }

/// The tags that the installed rpm knows.
std::vector<KnownTag> tags_of_the_installed_rpm() {
    std::istringstream lines(run_command({"rpm", "--querytags"}).output);
    std::set<std::string, std::less<>> names;
    for (std::string name; lines >> name;) names.insert(name);
    std::vector<KnownTag> tags;
    for (const auto& tag : main_tags)
        if (names.contains(tag.name)) tags.push_back(tag);
    return tags;
}

/// A package with a value of this type in a tag of its main header. Version and bug URL say which one it is.
std::string package_with(Tag tag, std::uint32_t type) {
    const std::string number = std::to_string(tag);
    return an_rpm("types")
        .reserved_space(0)
        .version("v" + number)
        .text(main_tag("BUGURL"), "v" + number)
        .tag(tag, type, 1, item_of(type))
        .bytes();
}

/// Which of the packages rpm reads, by their tags.
std::set<std::string> read_by_rpm(const testing::TempDir& dir, const std::vector<KnownTag>& tags) {
    std::vector<std::string> command{"rpm", "--dbpath", dir.path() / "db", "-qp", "--qf", "%{VERSION} %{BUGURL}\n"};
    for (const auto& tag : tags) command.push_back(std::to_string(tag.number) + ".rpm");
    std::istringstream words(run_command(command, dir.path()).output);
    std::set<std::string> read;
    for (std::string word; words >> word;)
        if (word.starts_with('v')) read.insert(word.substr(1));
    return read;
}

class RpmTypeOracle : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(RpmTypeOracle, AgreesOnEveryTag) {
    const testing::TempDir dir;
    std::vector<KnownTag> tags;
    for (const auto& tag : tags_of_the_installed_rpm())
        if (tag.number >= main_tag("HEADERI18NTABLE")) tags.push_back(tag);
    ASSERT_GT(tags.size(), 200u);
    for (const auto& tag : tags) dir.write(std::to_string(tag.number) + ".rpm", package_with(tag.number, GetParam()));

    const auto theirs = read_by_rpm(dir, tags);

    for (const auto& tag : tags)
        EXPECT_EQ(is_read_here(package_with(tag.number, GetParam())), theirs.contains(std::to_string(tag.number)))
            << describe_main_tag(tag.number) << " of type " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(OfType, RpmTypeOracle, ::testing::Range(1u, number_of_types + 1),
                         [](const auto& row) { return std::to_string(row.param); });

/// A package whose digests say something else than usual; `payload` is its own.
struct DigestCase {
    const char* what;
    std::function<void(RpmBuilder&, const std::string& payload)> edit;
};

class DigestOracle : public ::testing::TestWithParam<DigestCase> {};

TEST_P(DigestOracle, AgreesOnThePackage) {
    const testing::TempDir dir;
    auto builder = an_rpm("hello").file("/etc/hello", "hello\n");
    const std::string usual = builder.bytes();
    const auto package = MUST(read_rpm(MemoryBytes(usual), VerifyDigests::yes));
    GetParam().edit(builder, usual.substr(package.header_end));
    dir.write("package.rpm", builder.bytes());

    const auto theirs = run_command(
        {"rpmkeys", "--dbpath", dir.path() / "db", "--checksig", "--nosignature", "-v", "package.rpm"}, dir.path());

    const auto ours = read_rpm(MemoryBytes(builder.bytes()), VerifyDigests::yes);
    EXPECT_EQ(ours.ok(), theirs.exit_code == 0) << theirs.output << (ours.ok() ? "" : ours.error().message());
}

std::string hex_of(DigestAlgorithm algorithm, const std::string& bytes) {
    return to_hex(digest_of(algorithm, bytes)) + '\0';
}
const auto sha256 = DigestAlgorithm::sha256;
const std::string zeros = std::string(64, '0') + '\0';

INSTANTIATE_TEST_SUITE_P(
    Of, DigestOracle,
    ::testing::Values(
        DigestCase{"TheUsualDigests", [](RpmBuilder&, const std::string&) {}},
        DigestCase{"AWrongPayloadDigest", [](RpmBuilder& b, const std::string&) { b.tag(5092, 8, 1, zeros); }},
        DigestCase{"AWrongDigestOfTheUncompressedPayload",
                   [](RpmBuilder& b, const std::string&) { b.tag(5097, 8, 1, zeros); }},
        DigestCase{"BothWrong",
                   [](RpmBuilder& b, const std::string&) { b.tag(5092, 8, 1, zeros).tag(5097, 8, 1, zeros); }},
        DigestCase{"ADigestOfTheUncompressedPayloadThatFitsTheFile",
                   [](RpmBuilder& b, const std::string& payload) {
                       b.tag(5092, 8, 1, zeros).tag(5097, 8, 1, hex_of(sha256, payload));
                   }},
        DigestCase{"ADigestOfTheUncompressedPayloadAlone", [](RpmBuilder& b, const std::string&) { b.without(5092); }},
        DigestCase{"ADigestAsASingleText",
                   [](RpmBuilder& b, const std::string& payload) { b.tag(5092, 6, 1, hex_of(sha256, payload)); }},
        DigestCase{"ADigestInCapitals",
                   [](RpmBuilder& b, const std::string& payload) {
                       auto hex = hex_of(sha256, payload);
                       for (char& c : hex) c = static_cast<char>(std::toupper(c));
                       b.tag(5092, 8, 1, hex);
                   }},
        DigestCase{"ADigestOfSha512",
                   [](RpmBuilder& b, const std::string& payload) {
                       b.tag(5092, 8, 1, hex_of(DigestAlgorithm::sha512, payload)).tag(5093, 4, 1, word(10));
                   }},
        DigestCase{
            "ASecondDigestThatIsWrong",
            [](RpmBuilder& b, const std::string& payload) { b.tag(5092, 8, 2, hex_of(sha256, payload) + zeros); }},
        DigestCase{"AnUnknownAlgorithm", [](RpmBuilder& b, const std::string&) { b.tag(5093, 4, 1, word(99)); }},
        DigestCase{"NoPayloadDigest", [](RpmBuilder& b, const std::string&) { b.without_payload_digest(); }}),
    [](const auto& row) { return row.param.what; });

/// The package with another signature header.
std::string with_signature_header(const RpmBuilder& builder, const std::function<void(std::string&)>& edit) {
    const std::string bytes = builder.bytes();
    const auto package = MUST(read_rpm(MemoryBytes(bytes), VerifyDigests::no));
    std::string header = package.signature.bytes();
    edit(header);
    header.resize((header.size() + 7) / 8 * 8, '\0');
    return bytes.substr(0, 96) + header + bytes.substr(package.header_start);
}

std::uint32_t word_at(const std::string& bytes, std::size_t offset) {
    return big_endian_32(as_unsigned(bytes.data()) + offset);
}

/// Adds a string behind the region's trailer, as signing tools of old did.
void add_behind_region(std::string& header) {
    const std::uint32_t index_length = word_at(header, 8), data_length = word_at(header, 12);
    header.insert(16 + 16 * index_length, word(300) + word(6) + word(data_length) + word(1));
    header.append("text\0", 5);
    header.replace(8, 8, word(index_length + 1) + word(data_length + 5));
}

/// The words of the trailer: tag, type, offset, count.
void set_in_trailer(std::string& header, std::size_t index, std::uint32_t value) {
    header.replace(header.size() - 16 + 4 * index, 4, word(value));
}

struct RegionCase {
    const char* what;
    std::function<void(std::string&)> edit;
};

class RegionOracle : public ::testing::TestWithParam<RegionCase> {
protected:
    bool is_taken() const {
        const testing::TempDir dir;
        const std::string bytes = with_signature_header(an_rpm("hello").reserved_space(16), GetParam().edit);
        dir.write("package.rpm", bytes);
        const auto theirs = run_command({"rpm", "--dbpath", dir.path() / "db", "-qp", "package.rpm"}, dir.path());
        EXPECT_EQ(is_read_here(bytes), theirs.exit_code == 0) << theirs.output;
        return theirs.exit_code == 0;
    }
};

class RegionThatRpmTakes : public RegionOracle {};
class RegionThatRpmRefuses : public RegionOracle {};

TEST_P(RegionThatRpmTakes, IsTaken) { EXPECT_TRUE(is_taken()); }
TEST_P(RegionThatRpmRefuses, IsRefused) { EXPECT_FALSE(is_taken()); }

INSTANTIATE_TEST_SUITE_P(
    Of, RegionThatRpmTakes,
    ::testing::Values(RegionCase{"ItsWholeHeader", [](std::string&) {}}, RegionCase{"ATagBehindIt", add_behind_region},
                      RegionCase{"TwoTagsBehindIt",
                                 [](std::string& header) {
                                     add_behind_region(header);
                                     header.replace(16 + 16 * (word_at(header, 8) - 1), 4, word(299));
                                     add_behind_region(header);
                                 }},
                      RegionCase{"ATrailerOfHeaderimage", [](std::string& h) { set_in_trailer(h, 0, 61); }},
                      RegionCase{"TwoEntries", [](std::string& h) { set_in_trailer(h, 2, 0u - 32); }},
                      RegionCase{"ItselfAlone", [](std::string& h) { set_in_trailer(h, 2, 0u - 16); }}),
    [](const auto& row) { return row.param.what; });

INSTANTIATE_TEST_SUITE_P(
    Of, RegionThatRpmRefuses,
    ::testing::Values(RegionCase{"ATrailerOfHeaderimmutable", [](std::string& h) { set_in_trailer(h, 0, 63); }},
                      RegionCase{"ATrailerOfAnotherType", [](std::string& h) { set_in_trailer(h, 1, 6); }},
                      RegionCase{"ATrailerOfAnotherCount", [](std::string& h) { set_in_trailer(h, 3, 17); }},
                      RegionCase{"Nothing", [](std::string& h) { set_in_trailer(h, 2, 0); }},
                      RegionCase{"TooManyEntries", [](std::string& h) { set_in_trailer(h, 2, 0u - 160); }},
                      RegionCase{"HalfAnEntry", [](std::string& h) { set_in_trailer(h, 2, 0u - 40); }},
                      RegionCase{"APositiveSpan", [](std::string& h) { set_in_trailer(h, 2, 32); }},
                      RegionCase{"ATrailerBeyondTheData", [](std::string& h) { h.replace(24, 4, word(1u << 20)); }},
                      RegionCase{"ATrailerThatIsNone", [](std::string& h) { h.replace(24, 4, word(8)); }},
                      RegionCase{"AGapBeforeItsTrailer",
                                 [](std::string& h) {
                                     const std::uint32_t data_length = word_at(h, 12);
                                     h.insert(h.size() - 16, std::string(16, '\0'));
                                     h.replace(12, 4, word(data_length + 16)).replace(24, 4, word(data_length));
                                 }}),
    [](const auto& row) { return row.param.what; });

}  // namespace
}  // namespace slipway::rpm
