// What every format answers, as one contract, and what only one of them does.
#include "repo-format/formats/package_format.hpp"

#include "base/text.hpp"
#include "repo-format/yum/package_xml.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace slipway::formats {
namespace {

using ::testing::ElementsAre;

const PackageFormat& deb() { return of(Format::deb); }
const PackageFormat& rpm() { return of(Format::rpm); }

class EveryFormat : public ::testing::TestWithParam<const PackageFormat*> {};

TEST_P(EveryFormat, IsFoundByItsNameAndItsFiles) {
    const auto& format = *GetParam();

    EXPECT_EQ(word_of<Format>(format.name()), format.traits().format);
    EXPECT_EQ(&of(format.traits().format), &format);
    EXPECT_EQ(with_ending("a." + std::string(format.name())), &format);
    EXPECT_EQ(beginning_with(std::string(format.traits().beginning) + "more"), &format);
    EXPECT_LE(format.traits().beginning.size(), telling_bytes);
}

TEST_P(EveryFormat, ListsAPackageForEveryMachineInAnIndexOfItsOwn) {
    const auto& format = *GetParam();
    const std::string every(format.traits().for_every_machine);

    EXPECT_EQ(format.own_index(every), std::nullopt);
    EXPECT_THAT(format.package_list().listing_indexes({"a", "b"}, every), ElementsAre("a", "b", every));
    EXPECT_TRUE(format.may_list_for_others(every));
    EXPECT_TRUE(format.check_package_architecture(every).ok());
}

TEST_P(EveryFormat, ParsesThePathsThatItMakes) {
    const auto& format = *GetParam();
    const ServedBytes bytes{sha256_of("a"), 1};
    const ListedFile file{"source", "file", bytes};

    const auto path = format.package_path({"dev", "main", "x86_64"}, file);
    std::vector<std::string> segments;
    for (const auto segment : split(path, '/')) segments.emplace_back(segment);
    const auto parsed = format.parse_path(segments);

    ASSERT_TRUE(parsed && parsed->package) << path;
    EXPECT_EQ(parsed->package->file_name, "file");
    EXPECT_EQ(parsed->package->digest_prefix, bytes.sha256.hex().substr(0, 16));
    EXPECT_FALSE(format.parse_path({}));
}

TEST_P(EveryFormat, DeclaresArchitecturesThatItKnows) {
    const auto& format = *GetParam();

    for (const auto architecture : format.traits().architectures)
        EXPECT_TRUE(format.check_declared_architecture(architecture).ok());
    const auto refused = format.check_declared_architecture("amd46");
    EXPECT_EQ(refused.error().code(), "unknown-architecture");
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, ::testing::ValuesIn(all().begin(), all().end()),
                         [](const auto& format) { return std::string(format.param->name()); });

TEST(PackageFormat, OfAnUnknownFileIsNone) {
    EXPECT_EQ(with_ending("a.dsc"), nullptr);
    EXPECT_EQ(with_ending("deb"), nullptr);
    EXPECT_EQ(beginning_with("PK"), nullptr);
    EXPECT_EQ(names_for_people('"'), R"("deb" or "rpm")");
}

TEST(PackageFormat, ReadsWhatAFileNameSays) {
    const auto words = [](const Identity& said) { return said.name + " " + said.version + " " + said.architecture; };

    EXPECT_EQ(words(deb().parse_file_name("hello_1.0-1_amd64")), "hello 1.0-1 amd64");
    EXPECT_EQ(words(rpm().parse_file_name("hello-world-1.0-1.el9.x86_64")), "hello-world 1.0-1.el9 x86_64");
    for (const auto* stem : {"hello", "a_b", ".", "a.b", "a-b.c"}) {
        EXPECT_EQ(deb().parse_file_name(stem).name, "") << stem;
        EXPECT_EQ(rpm().parse_file_name(stem).name, "") << stem;
    }
}

TEST(PackageFormat, DescribesADebByItsStanza) {
    const MemoryBytes bytes(testing::a_deb("hello").field("Description", "says hello\n at length").build());
    const auto package = MUST(deb().read(bytes, Depth::whole));
    const ServedBytes served{sha256_of("a"), 1};

    const auto made = package->describe(served);

    EXPECT_EQ(package->identity().name, "hello");
    EXPECT_EQ(made.summary, "says hello");
    EXPECT_TRUE(deb().package_list().is_enough(made.documents));
    EXPECT_LE(made.documents.front().size(), package->most_text_bytes());
    EXPECT_TRUE(package->check_texts(made.documents, {made.source, made.file_name, served}).ok());
}

TEST(PackageFormat, DescribesAnRpmByThreeTexts) {
    const MemoryBytes bytes(testing::an_rpm("hello").bytes());
    const auto package = MUST(rpm().read(bytes, Depth::whole));
    const ServedBytes served{sha256_of("a"), 1};

    const auto made = package->describe(served);

    EXPECT_EQ(package->identity().name, "hello");
    EXPECT_TRUE(rpm().package_list().is_enough(made.documents));
    EXPECT_THAT(made.documents.front(), ::testing::HasSubstr(yum::location_of(served.sha256, made.file_name)));
    EXPECT_LE(made.weight, package->most_text_bytes());
}

}  // namespace
}  // namespace slipway::formats
