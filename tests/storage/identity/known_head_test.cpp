#include "storage/identity/known_head.hpp"

#include "base/files/posix_file_system.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using testing::TempDir;

class KnownHeadFile : public ::testing::Test {
protected:
    std::unique_ptr<KnownHead> open() { return MUST(KnownHead::open(data.path())); }
    std::optional<AuditHead> read() { return MUST(known_head(files, data.path())); }

    TempDir data;
    PosixFileSystem files;
    Path file = data.path() / "slipway.head";
};

TEST_F(KnownHeadFile, ContainsTheLastNoteWhole) {
    const auto known = open();
    EXPECT_EQ(read(), std::nullopt);

    known->record({1'000'000, sha256_of("a")});
    known->record({7, sha256_of("b")});

    EXPECT_EQ(read(), (AuditHead{7, sha256_of("b")}));
}

TEST_F(KnownHeadFile, SaysNothingWhenItIsTornOrZeros) {
    open()->record({17, sha256_of("a")});
    const auto size = fs::file_size(file);
    fs::resize_file(file, 60);
    EXPECT_EQ(read(), std::nullopt);
    fs::resize_file(file, size);
    EXPECT_EQ(read(), std::nullopt);
    data.write("slipway.head", std::string(128, '\0'));
    EXPECT_EQ(read(), std::nullopt);
    data.write("slipway.head", AuditHead{17, sha256_of("b")}.render() + "\n");

    EXPECT_EQ(read(), std::nullopt);
}

TEST_F(KnownHeadFile, IsNoSymbolicLink) {
    fs::create_symlink("/tmp/elsewhere", file);

    EXPECT_FAULT(KnownHead::open(data.path()), Fault::unsupported);
}

}  // namespace
}  // namespace slipway::storage
