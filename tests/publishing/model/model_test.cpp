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
    const ContentLists lists{{{1, "main", "riscv64"}, {}}, {{1, "main", "all"}, {}}, {{1, "main", "i386"}, {}},
                             {{1, "main", "arm64"}, {}},   {{2, "", "noarch"}, {}},  {{2, "", "source"}, {}}};

    EXPECT_THAT(architectures_in(deb_distro(), lists), ElementsAre("amd64", "arm64", "i386", "riscv64"));
    EXPECT_THAT(extra_architectures(deb_distro(), lists), ElementsAre("i386", "riscv64"));
    EXPECT_THAT(architectures_in(rpm_distro(), lists), ElementsAre("x86_64", "aarch64", "source"));
    EXPECT_THAT(extra_architectures(rpm_distro({"source"}), lists), ElementsAre());
}

TEST(ContentRoot, IgnoresEmptyListsAndDependsOnNamesNotIds) {
    RepositoryState one;
    one.settings.distros = {deb_distro()};
    RepositoryState other = one;
    other.settings.distros[0].id = 7;
    const Sha256 list = sha256_of("list");

    const auto with_empty = content_root(one, {{{1, "main", "amd64"}, {list, 1}}, {{1, "main", "arm64"}, {}}});

    EXPECT_EQ(with_empty, content_root(other, {{{7, "main", "amd64"}, {list, 1}}}));
    EXPECT_EQ(content_root(one, {}), sha256_of(""));
}

}  // namespace
}  // namespace slipway::publishing
