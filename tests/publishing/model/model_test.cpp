#include "publishing/model/model.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

storage::DistroRow deb_distro() {
    return {.id = 1, .name = "deb", .format = Format::deb, .components = {"main"}, .architectures = {"amd64", "arm64"}};
}

storage::DistroRow rpm_distro(std::vector<std::string> basearches = {"x86_64", "aarch64"}) {
    return {.id = 2,
            .name = "rpm",
            .format = Format::rpm,
            .compression = Compression::gzip,
            .architectures = std::move(basearches)};
}

std::vector<std::string> architectures_of(const std::vector<IndexKey>& keys) {
    std::vector<std::string> out;
    for (const auto& key : keys) out.push_back(key.architecture);
    return out;
}

TEST(IndexesOfAPackage, ADebOfOneArchitectureIsInThatIndexOnly) {
    EXPECT_THAT(architectures_of(indexes_for(deb_distro(), {"amd64", "arm64"}, "main", "amd64")), ElementsAre("amd64"));
}

TEST(IndexesOfAPackage, ADebForAllIsInEveryIndexAndInAll) {
    EXPECT_THAT(architectures_of(indexes_for(deb_distro(), {"amd64", "arm64"}, "main", "all")),
                UnorderedElementsAre("amd64", "arm64", "all"));
}

TEST(IndexesOfAPackage, ANoarchRpmIsInEveryBasearchButSourceAndInNoarch) {
    EXPECT_THAT(architectures_of(indexes_for(rpm_distro(), {"x86_64", "aarch64", "source"}, "", "noarch")),
                UnorderedElementsAre("x86_64", "aarch64", "noarch"));
}

TEST(IndexesOfAPackage, A32BitRpmIsAlsoMultilibOfX86) {
    EXPECT_THAT(architectures_of(indexes_for(rpm_distro(), {"x86_64", "i386"}, "", "i686")),
                ElementsAre("i386", "x86_64"));
    EXPECT_THAT(architectures_of(indexes_for(rpm_distro(), {"aarch64", "i386"}, "", "i686")), ElementsAre("i386"));
}

TEST(IndexesOfAPackage, ExactlyOneIsItsHome) {
    for (const auto* architecture : {"noarch", "i686", "x86_64"}) {
        const auto distro = rpm_distro({"x86_64", "aarch64", "i386"});
        const auto indexes = indexes_for(distro, distro.architectures, "", architecture);
        EXPECT_EQ(std::count_if(indexes.begin(), indexes.end(),
                                [&](const auto& index) { return is_home_of(distro, index, architecture); }),
                  1)
            << architecture;
    }
}

TEST(NeededArchitecture, IsTheBasearchOfAnRpmAndNothingForNoarch) {
    EXPECT_EQ(needed_architecture(rpm_distro(), "i586"), "i386");
    EXPECT_EQ(needed_architecture(rpm_distro(), "src"), "source");
    EXPECT_EQ(needed_architecture(rpm_distro(), "noarch"), std::nullopt);
    EXPECT_EQ(needed_architecture(deb_distro(), "all"), std::nullopt);
}

TEST(ArchitecturesOfAContent, AreThoseDeclaredThenThoseOfItsLists) {
    const auto deb = [](const char* architecture) { return IndexKey{1, Document::packages, "main", architecture}; };
    const auto rpm = [](const char* architecture) { return IndexKey{2, Document::primary, "", architecture}; };
    const ContentLists lists{{deb("riscv64"), {}}, {deb("all"), {}},    {deb("i386"), {}},
                             {deb("arm64"), {}},   {rpm("noarch"), {}}, {rpm("source"), {}}};

    EXPECT_THAT(architectures_in(deb_distro(), lists), ElementsAre("amd64", "arm64", "i386", "riscv64"));
    EXPECT_THAT(extra_architectures(deb_distro(), lists), ElementsAre("i386", "riscv64"));
    EXPECT_THAT(architectures_in(rpm_distro(), lists), ElementsAre("x86_64", "aarch64", "source"));
    EXPECT_THAT(extra_architectures(rpm_distro({"source"}), lists), ElementsAre());
}

TEST(ArchitecturesOfAContent, DoNotFollowFromListsOfOtherKinds) {
    const ContentLists lists{{{1, Document::filelists, "extra", "riscv64"}, {}}};

    EXPECT_THAT(extra_architectures(deb_distro(), lists), ElementsAre());
    EXPECT_THAT(components_in(deb_distro(), lists), ElementsAre("main"));
}

TEST(IndexesOfAContent, AreOfEveryKindThatTheFormatHas) {
    EXPECT_THAT(all_indexes(deb_distro(), {}), ElementsAre(IndexKey{1, Document::packages, "main", "amd64"},
                                                           IndexKey{1, Document::packages, "main", "arm64"},
                                                           IndexKey{1, Document::packages, "main", "all"}));
    EXPECT_EQ(package_lists(rpm_distro(), {}), all_indexes(rpm_distro(), {}));
}

TEST(KindOfAnIndex, IsOneThatAFormatHas) {
    EXPECT_TRUE(lists_packages({1, Document::packages, "main", "amd64"}));
    EXPECT_TRUE(check_kind({1, Document::primary, "", "x86_64"}).ok());
    EXPECT_EQ(check_kind({1, Document::other, "", "x86_64"}).error().fault(), Fault::corrupt);
    EXPECT_FALSE(lists_packages({1, Document::other, "", "x86_64"}));
}

class ContentRoot : public ::testing::Test {
protected:
    static RepositoryState repository_with(storage::DistroRow distro) {
        RepositoryState repository;
        repository.settings.distros = {std::move(distro)};
        return repository;
    }
    static IndexKey packages(RowId distro, const char* architecture) {
        return {distro, Document::packages, "main", architecture};
    }

    RepositoryState repository_ = repository_with(deb_distro());
    const Sha256 list_ = sha256_of("list");
};

TEST_F(ContentRoot, IgnoresEmptyListsAndDependsOnNamesNotIds) {
    auto renumbered = deb_distro();
    renumbered.id = 7;

    const auto with_empty = content_root(repository_, {{packages(1, "amd64"), {list_, 1}}, {packages(1, "arm64"), {}}});

    EXPECT_EQ(with_empty, content_root(repository_with(renumbered), {{packages(7, "amd64"), {list_, 1}}}));
    EXPECT_EQ(content_root(repository_, {}), sha256_of(""));
}

// Users wrote roots down, and revisions are compared by them.
TEST_F(ContentRoot, OfPackageListsStaysAsItWasWrittenFirst) {
    EXPECT_EQ(content_root(repository_, {{packages(1, "amd64"), {list_, 1}}}),
              sha256_of("deb\nmain\namd64\n" + list_.hex() + "\n"));
}

TEST_F(ContentRoot, TellsListsOfTwoKindsApart) {
    const IndexKey other{1, Document::filelists, "main", "amd64"};

    EXPECT_EQ(content_root(repository_, {{other, {list_, 1}}}),
              sha256_of("deb\nmain\namd64\nfilelists\n" + list_.hex() + "\n"));
}

}  // namespace
}  // namespace slipway::publishing
