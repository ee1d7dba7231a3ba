// Packages that others have built, from the directory that SLIPWAY_RPMS names: they are taken when rpm takes them, and
// rendered as by createrepo_c. Without the variable some of our own making stand in for them.
// One difference is known: createrepo_c before 1.0 does not mark what scripts of PRETRANS and POSTTRANS require.
#include "base/digest.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "tests/repo-format/yum/compared_repository.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

#include <cstdlib>
#include <filesystem>
#include <set>

namespace slipway::yum {
namespace {

using testing::run_command;

/// Whether the installed rpm can read the package and finds its digests right.
bool is_taken_by_rpm(const std::string& path, const std::string& database) {
    return run_command({"rpm", "--dbpath", database, "-qp", "--nosignature", path}).exit_code == 0 &&
           run_command({"rpmkeys", "--dbpath", database, "--checksig", "--nosignature", path}).exit_code == 0;
}

/// A directory of sound and of damaged packages.
std::string stand_ins(const testing::TempDir& dir) {
    const std::string sound = testing::an_rpm("sound").file("/etc/sound", "x").bytes();
    std::string damaged = sound;
    damaged.back() = static_cast<char>(damaged.back() ^ 1);
    dir.write("rpms/sound.rpm", sound);
    dir.write("rpms/old.rpm", testing::an_rpm("old").format(3).file("/etc/old", "x").bytes());
    dir.write("rpms/new.rpm", testing::an_rpm("new").format(6).file("/etc/new", "x").bytes());
    dir.write("rpms/cut.rpm", sound.substr(0, sound.size() - 1));
    dir.write("rpms/damaged.rpm", damaged);
    dir.write("rpms/capabilities.rpm", testing::an_rpm("capabilities").text(5010, "=ep").bytes());
    dir.write("rpms/nonsense.rpm", testing::an_rpm("nonsense").tag(5010, 4, 1, std::string(4, '\0')).bytes());
    return dir.path() / "rpms";
}

class ForeignPackages : public ComparedRepository {};

TEST_F(ForeignPackages, AreTakenAsByRpmAndRenderedAsByCreaterepo) {
    const testing::TempDir dir;
    const char* const named = std::getenv("SLIPWAY_RPMS");
    const std::string directory = named ? named : stand_ins(dir);
    std::set<std::string> seen;

    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        const std::string bytes = content_of(entry.path());
        if (entry.path().extension() != ".rpm" || !seen.insert(sha256_of(bytes).hex()).second) continue;
        const auto package = rpm::read_rpm(MemoryBytes(bytes), rpm::VerifyDigests::yes);
        EXPECT_EQ(package.ok(), is_taken_by_rpm(entry.path(), dir.path() / "db"))
            << entry.path() << ": " << (package.ok() ? "" : package.error().message());
        if (package.ok()) add_bytes(std::to_string(seen.size()) + ".rpm", bytes);
    }

    EXPECT_GT(seen.size(), 0u);
    expect_equal_documents();
}

}  // namespace
}  // namespace slipway::yum
