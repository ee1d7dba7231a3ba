#include "storage/moving/file_move.hpp"

#include "base/files/posix_file_system.hpp"
#include "storage/blobs/blob_layout.hpp"
#include "storage/segments/pack_layout.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string content_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class FileMoveTest : public ::testing::Test {
protected:
    FileMoveTest() {
        from_.write(blob(), "package");
        from_.write("segments/00007.pack", "segments and a tail that nothing names");
        named_.blobs[sha256_of("package")] = 7;
        named_.packs[7] = 8;
    }
    std::string blob() const {
        return BlobLayout(from_.path()).path_of(sha256_of("package")).lexically_relative(from_.path()).string();
    }
    Result<MovedFiles> move() {
        return move_files(source_, target_, needed_files(named_), [this](const MovedFiles& so_far) { told_ = so_far; });
    }

    PosixFileSystem files_;
    testing::TempDir from_;
    testing::TempDir to_;
    FilesOfDirectory source_{files_, from_.path()};
    FilesOfDirectory target_{files_, to_.path()};
    NamedFiles named_;
    MovedFiles told_;
};

TEST_F(FileMoveTest, CopiesWhatIsNamedWithItsTime) {
    const auto time = fs::file_time_type::clock::now() - std::chrono::hours(1000);
    fs::last_write_time(from_.path() / blob(), time);

    const auto moved = MUST(move());

    EXPECT_EQ(moved, (MovedFiles{2, 15, 2, 15}));
    EXPECT_EQ(told_, moved);
    EXPECT_EQ(content_of(to_.path() / blob()), "package");
    EXPECT_EQ(content_of(PackLayout(to_.path()).path_of(7)), "segments");
    EXPECT_EQ(MUST(target_.open(blob())).stored_at, MUST(source_.open(blob())).stored_at);
}

TEST_F(FileMoveTest, CopiesNothingTwice) {
    MUST(move());

    EXPECT_EQ(MUST(move()), (MovedFiles{2, 15, 0, 0}));
}

TEST_F(FileMoveTest, ReplacesWhatHasOtherBytes) {
    to_.write(blob(), "damaged");
    to_.write("segments/00007.pack", "short");

    EXPECT_EQ(MUST(move()), (MovedFiles{2, 15, 2, 15}));
    EXPECT_EQ(content_of(to_.path() / blob()), "package");
    EXPECT_EQ(content_of(to_.path() / "segments/00007.pack"), "segments");
}

TEST_F(FileMoveTest, LeavesALongerPackAsItIs) {
    to_.write("segments/00007.pack", "segments, and those of later publications");

    EXPECT_EQ(MUST(move()).copied_files, 1U);
    EXPECT_THAT(content_of(to_.path() / "segments/00007.pack"), HasSubstr("later"));
}

TEST_F(FileMoveTest, TakesUpWhatWasBegun) {
    to_.write(blob() + ".new", "pack");

    MUST(move());

    EXPECT_FALSE(fs::exists(to_.path() / (blob() + ".new")));
}

TEST_F(FileMoveTest, NamesAFileThatIsDamaged) {
    from_.write(blob(), "broken!");

    const auto refused = move();

    EXPECT_FAULT(refused, Fault::corrupt);
    EXPECT_THAT(refused.error().message(), HasSubstr((from_.path() / blob()).string()));
    EXPECT_FALSE(fs::exists(to_.path() / blob()));
}

TEST_F(FileMoveTest, NamesAFileThatIsMissing) {
    fs::remove(from_.path() / "segments/00007.pack");

    const auto refused = move();

    EXPECT_FAULT(refused, Fault::corrupt);
    EXPECT_THAT(refused.error().message(), HasSubstr("00007.pack"));
}

TEST_F(FileMoveTest, NamesAPackThatIsTooShort) {
    from_.write("segments/00007.pack", "short");

    EXPECT_FAULT(move(), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::storage
