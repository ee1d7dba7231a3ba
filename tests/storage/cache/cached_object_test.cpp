#include "storage/cache/cached_object.hpp"

#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;
using testing::TempDir;

constexpr auto piece = CachedObject::piece_bytes;

/// An object somewhere else, which remembers what was asked of it.
class CachedObjectTest : public ::testing::Test {
protected:
    ObjectOrigin origin() {
        ObjectOrigin origin;
        origin.size = content.size();
        origin.fetch = [this](std::uint64_t offset, std::uint64_t length) -> Result<std::string> {
            {
                const std::lock_guard lock(mutex_);
                asked.push_back(offset);
            }
            if (failure) return *failure;
            return content.substr(offset, length);
        };
        return origin;
    }
    std::unique_ptr<SparseFile> file() { return MUST(SparseFile::create(path, content.size())); }
    CachedObject object() { return CachedObject(origin(), file(), nullptr); }
    bool reads_right(const CachedObject& from, std::uint64_t offset, std::size_t length) {
        return MUST(from.read(offset, length)) == content.substr(offset, length);
    }

    std::string content = std::string(piece, 'a') + std::string(piece, 'b') + "the end";
    std::optional<Error> failure;
    std::vector<std::uint64_t> asked;
    TempDir directory;
    const Path path = directory.path() / "copy";

private:
    std::mutex mutex_;
};

TEST_F(CachedObjectTest, FetchesThePiecesThatAreReadOnce) {
    const auto object = this->object();

    EXPECT_TRUE(reads_right(object, 2 * piece + 4, 3));
    EXPECT_TRUE(reads_right(object, piece - 2, 4));
    EXPECT_TRUE(reads_right(object, 10, 5));

    EXPECT_THAT(asked, ElementsAre(2 * piece, 0, piece));
}

TEST_F(CachedObjectTest, EndsWhereTheObjectDoes) {
    const auto object = this->object();

    EXPECT_EQ(MUST(object.size()), content.size());
    EXPECT_TRUE(reads_right(object, content.size() - 3, 100));
    EXPECT_EQ(MUST(object.read(content.size(), 1)), "");
    EXPECT_EQ(MUST(object.read(content.size() + 100, 1)), "");
}

TEST_F(CachedObjectTest, HasADescriptorOnceItIsWhole) {
    const auto object = this->object();
    EXPECT_TRUE(reads_right(object, 0, 3));
    EXPECT_EQ(object.descriptor(), -1);

    MUST(object.fetch_all());

    EXPECT_TRUE(object.is_whole());
    EXPECT_GE(object.descriptor(), 0);
    EXPECT_TRUE(reads_right(object, 0, content.size()));
    EXPECT_EQ(asked.size(), 3U);
}

TEST_F(CachedObjectTest, IsFetchedOnceByAllWhoReadItAtOnce) {
    const auto object = this->object();
    std::atomic<int> right = 0;

    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 8; ++i)
            readers.emplace_back([&] { right += reads_right(object, 0, content.size()) ? 1 : 0; });
    }

    EXPECT_EQ(right, 8);
    EXPECT_EQ(asked.size(), 3U);
}

TEST_F(CachedObjectTest, AsksAgainForWhatCouldNotBeFetched) {
    const auto object = this->object();
    failure = Error(Fault::busy, "the store sleeps");
    EXPECT_FAULT(object.read(0, 3), Fault::busy);
    failure.reset();

    EXPECT_TRUE(reads_right(object, 0, 3));
}

TEST_F(CachedObjectTest, IsReadWithoutAFileToo) {
    const CachedObject object(origin(), nullptr, nullptr);

    EXPECT_TRUE(reads_right(object, 0, content.size()));
    EXPECT_TRUE(reads_right(object, 2 * piece, 3));

    EXPECT_EQ(asked.size(), 3U) << "the last piece is in memory";
    EXPECT_EQ(object.descriptor(), -1);
}

TEST_F(CachedObjectTest, TakesNoPartOfAPieceForAll) {
    auto short_of_bytes = origin();
    short_of_bytes.size += 1;
    const CachedObject object(std::move(short_of_bytes), nullptr, nullptr);

    EXPECT_FAULT(object.read(2 * piece, 1), Fault::corrupt);
}

TEST_F(CachedObjectTest, IsOverWhenItsBytesAreOthers) {
    auto other = origin();
    other.check = [](const ByteSource&) { return Result<>(Error(Fault::corrupt, "another digest")); };
    const CachedObject object(std::move(other), file(), nullptr);

    EXPECT_TRUE(object.fetch_all().ok());

    EXPECT_TRUE(object.is_over());
    EXPECT_EQ(object.descriptor(), -1);
    EXPECT_EQ(MUST(object.size()), 0U);
    EXPECT_FAULT(object.read(0, 3), Fault::io);
}

TEST_F(CachedObjectTest, HasNoBytesOnceItIsDestroyed) {
    const auto part = this->object();
    EXPECT_TRUE(reads_right(part, 0, 3));

    MUST(part.destroy());

    EXPECT_EQ(MUST(part.size()), 0U);
    EXPECT_EQ(MUST(part.read(0, 3)), "");
    EXPECT_EQ(std::filesystem::file_size(path), 0U);
}

/// Notes whether it was told.
class NotingKeeper final : public CopyKeeper {
public:
    explicit NotingKeeper(int& told) : told_(told) {}
    void keep() override { ++told_; }

private:
    int& told_;
};

TEST_F(CachedObjectTest, TellsItsKeeperOnceThatItIsWhole) {
    int told = 0;
    const CachedObject object(origin(), file(), std::make_unique<NotingKeeper>(told));

    EXPECT_TRUE(reads_right(object, 0, 3));
    EXPECT_EQ(told, 0);
    MUST(object.fetch_all());
    MUST(object.fetch_all());

    EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace slipway::storage
