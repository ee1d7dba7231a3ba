#include "repo-format/rpm/architectures.hpp"

#include "repo-format/rpm/basearch.hpp"
#include "repo-format/rpm/rpm_package.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace slipway::rpm {
namespace {

/// The names that the rpmrc tells a canonical form or compatibilities of.
std::set<std::string> names_in(std::istream& rpmrc) {
    std::set<std::string> names;
    for (std::string line; std::getline(rpmrc, line);) {
        std::replace(line.begin(), line.end(), ':', ' ');
        std::istringstream words(line.substr(0, line.find('#')));
        std::string key;
        words >> key;
        if (key != "arch_canon" && key != "arch_compat" && key != "buildarch_compat" && key != "buildarchtranslate")
            continue;
        const auto is_name = [](const std::string& word) {
            return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
                   word.find_first_not_of("0123456789") != std::string::npos;
        };
        for (std::string word; words >> word;)
            if (is_name(word) && word != "fat") names.insert(word);
    }
    return names;
}

TEST(RpmArchitectures, AreThoseOfTheInstalledRpm) {
    std::ifstream rpmrc("/usr/lib/rpm/rpmrc");
    ASSERT_TRUE(rpmrc) << "rpm is a dependency of the tests";
    const auto of_rpm = names_in(rpmrc);

    EXPECT_GT(of_rpm.size(), 50U);
    for (const auto& name : of_rpm) EXPECT_TRUE(is_known_architecture(name)) << name;
    const std::set<std::string> since{"x86_64_v2", "x86_64_v3", "x86_64_v4"};
    for (const auto& name : known_architectures()) EXPECT_TRUE(of_rpm.contains(name) || since.contains(name)) << name;
}

TEST(RpmArchitectures, OfPackagesHaveKnownBasearches) {
    for (const auto& name : known_architectures()) EXPECT_TRUE(is_known_basearch(basearch_of(name))) << name;
    EXPECT_TRUE(is_known_basearch("armhfp"));
    EXPECT_TRUE(is_known_basearch("source"));
    for (const auto* name : {"", "i686", "armv7hl", "noarch", "src", "amd64", "bogus"})
        EXPECT_FALSE(is_known_basearch(name)) << name;
}

TEST(RpmArchitectures, AreNotOthersNames) {
    EXPECT_TRUE(is_known_architecture("noarch"));
    EXPECT_TRUE(is_known_architecture("src"));
    for (const auto* name : {"", "all", "arm64", "armhf", "ppc64el", "nosrc", "fat", "bogus"})
        EXPECT_FALSE(is_known_architecture(name)) << name;
}

TEST(RpmArchitectures, ThatWereMeantAreFound) {
    EXPECT_EQ(nearest_architecture("arm64"), "aarch64");
    EXPECT_EQ(nearest_architecture("all"), "noarch");
    EXPECT_EQ(nearest_architecture("x86-64"), "x86_64");
    EXPECT_EQ(nearest_architecture("noarhc"), "noarch");
    EXPECT_EQ(nearest_architecture("X86_64"), "x86_64");
    EXPECT_EQ(nearest_basearch("amd64"), "x86_64");
    EXPECT_EQ(nearest_basearch("armv7hl"), "armhfp");
    EXPECT_EQ(nearest_basearch("src"), "source");
    EXPECT_EQ(nearest_basearch("aarch46"), "aarch64");
}

}  // namespace
}  // namespace slipway::rpm
