// Packages built by dpkg-deb itself, in every compression it writes, and what it says of packages built by us.
#include "repo-format/deb/deb_package.hpp"
#include "tests/support/command.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>
#include <iterator>

namespace slipway::deb {
namespace {

using slipway::testing::a_deb;
using slipway::testing::run_command;
using slipway::testing::TempDir;

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct BuildOptions {
    const char* name;
    std::vector<std::string> options;
};

class DpkgDebTest : public ::testing::TestWithParam<BuildOptions> {};

TEST_P(DpkgDebTest, WritesWhatWeRead) {
    const TempDir directory;
    const auto control = a_deb("hello").version("1:2.0-3").field("Description", "greets\n Long.\n .\n Text.").control();
    directory.write("tree/DEBIAN/control", control);
    directory.write("tree/DEBIAN/md5sums", std::string(100'000, '0'));
    directory.write("tree/usr/bin/hello", "#!/bin/sh\n");
    std::vector<std::string> command{"dpkg-deb", "--root-owner-group"};
    command.insert(command.end(), GetParam().options.begin(), GetParam().options.end());
    command.insert(command.end(), {"--build", "tree", "hello.deb"});
    const auto built = run_command(command, directory.path());
    ASSERT_EQ(built.exit_code, 0) << built.output;

    const auto package = MUST(read_deb(MemoryBytes(content_of(directory.path() / "hello.deb")), VerifyData::yes));

    EXPECT_EQ(package.name, "hello");
    EXPECT_EQ(package.control.render(), control);
}

INSTANTIATE_TEST_SUITE_P(Oracle, DpkgDebTest,
                         ::testing::Values(BuildOptions{"Defaults", {}}, BuildOptions{"Gzip", {"-Zgzip"}},
                                           BuildOptions{"Xz", {"-Zxz"}},
                                           BuildOptions{"XzAtItsHighest", {"-Zxz", "-z9"}},
                                           BuildOptions{"Zstd", {"-Zzstd"}}, BuildOptions{"None", {"-Znone"}},
                                           BuildOptions{"GzipDataOnly", {"-Zgzip", "--no-uniform-compression"}},
                                           BuildOptions{"ZstdDataOnly", {"-Zzstd", "--no-uniform-compression"}},
                                           BuildOptions{"NoneForDataOnly", {"-Znone", "--no-uniform-compression"}}),
                         [](const auto& row) { return row.param.name; });

class OurDebTest : public ::testing::TestWithParam<const char*> {};

TEST_P(OurDebTest, IsReadByDpkgDeb) {
    const TempDir directory;
    const auto deb = a_deb("hello").control_compression(GetParam()).data_compression(GetParam());
    const auto path = directory.write("hello.deb", deb.build());

    const auto control = run_command({"dpkg-deb", "-f", path});
    const auto unpacked = run_command({"dpkg-deb", "-x", path, directory.path() / "out"});

    EXPECT_EQ(control.output, deb.control());
    EXPECT_EQ(unpacked.exit_code, 0) << unpacked.output;
    EXPECT_EQ(content_of(directory.path() / "out/usr/share/doc/hello/about"), "hello\n");
}

INSTANTIATE_TEST_SUITE_P(Oracle, OurDebTest, ::testing::Values("", ".gz", ".xz", ".zst"),
                         [](const auto& row) { return "Compression" + std::string(row.param).erase(0, 1); });

}  // namespace
}  // namespace slipway::deb
