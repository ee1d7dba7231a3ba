#include "repo-format/rpm/basearch.hpp"

#include "repo-format/rpm/rpm_package.hpp"
#include "tests/support/command.hpp"

#include <sstream>

namespace slipway::rpm {
namespace {

TEST(Basearch, IsDnfsOwnTable) {
    // Debian's python3 finds python3-dnf; another python on PATH would not.
    const auto dnf = testing::run_command({"/usr/bin/python3", "-c",
                                           "from dnf.rpm import _BASEARCH_MAP as m\n"
                                           "for a, b in sorted(m.items()): print(a, b)"});
    ASSERT_EQ(dnf.exit_code, 0) << dnf.output;

    std::istringstream lines(dnf.output);
    std::string architecture, base;
    std::size_t compared = 0;
    for (; lines >> architecture >> base; ++compared) EXPECT_EQ(basearch_of(architecture), base) << architecture;

    EXPECT_GT(compared, 50u);
}

TEST(Basearch, OfSourcePackagesIsSource) {
    EXPECT_EQ(basearch_of("src"), "source");
    EXPECT_EQ(basearch_of("nosrc"), "source");
}

TEST(Basearch, OfAnUnknownArchitectureIsItself) { EXPECT_EQ(basearch_of("elbrus"), "elbrus"); }

}  // namespace
}  // namespace slipway::rpm
