#include "publishing/rendering/file_digest.hpp"

#include "storage/segments/file_segment_store.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"

#include <random>

namespace slipway::publishing {
namespace {

constexpr std::size_t count = 40;
constexpr std::size_t segment_size = 300'000;
constexpr std::uint64_t whole = count * segment_size;
constexpr std::uint64_t longest_detour = 1'500'000;  // from a state to the change behind it

bool always() { return true; }

class FileDigest : public ::testing::Test {
protected:
    PlacedSegment segment() {
        std::string bytes(segment_size, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random_());
        return {MUST(store_->append(std::vector{bytes})).front(), {}};
    }

    RenderedFile file() {
        RenderedFile file;
        for (std::size_t i = 0; i < count; ++i) file.segments.push_back(segment());
        return file;
    }

    std::string bytes_of(const RenderedFile& file) {
        std::string bytes = file.joint.before;
        for (const auto& segment : file.segments) bytes += MUST(store_->read(segment.extent));
        return bytes + file.joint.after;
    }

    /// Checks the digest against the file's bytes. Returns how many of them were hashed.
    std::uint64_t digest(RenderedFile& file, const RenderedFile* previous) {
        const auto hashed = MUST(digest_file(*store_, file, previous));
        EXPECT_EQ(file.sha256, sha256_of(bytes_of(file)));
        return hashed;
    }

    std::unique_ptr<storage::SegmentStore> open() { return MUST(storage::FileSegmentStore::open(files_, "/data")); }

    slipway::testing::MemoryFileSystem files_;
    std::unique_ptr<storage::SegmentStore> store_ = open();
    std::mt19937 random_{1};
};

TEST_F(FileDigest, OfAFirstFileGoesThroughAllOfIt) {
    auto first = file();
    first.joint = {"before", "after"};

    EXPECT_EQ(digest(first, nullptr), whole + 11);
}

TEST_F(FileDigest, GoesOnShortlyBeforeTheFirstChange) {
    auto previous = file();
    digest(previous, nullptr);
    auto next = previous;
    next.segments[30] = segment();

    const auto hashed = digest(next, &previous);

    EXPECT_GE(hashed, 10 * segment_size);
    EXPECT_LE(hashed, 10 * segment_size + longest_detour);
}

TEST_F(FileDigest, HoldsThroughAnyOrderOfChanges) {
    auto previous = file();
    digest(previous, nullptr);
    for (int round = 0; round < 30; ++round) {
        auto next = previous;
        const auto at = next.segments.begin() + static_cast<std::ptrdiff_t>(random_() % next.segments.size());
        switch (random_() % 4) {
            case 0: next.segments.insert(at, segment()); break;
            case 1: next.segments.erase(at); break;
            case 2: *at = segment(); break;
            default: next.joint.after += "more";
        }
        digest(next, &previous);
        previous = std::move(next);
    }
}

TEST_F(FileDigest, OfAFileCutShortIsThatOfTheRest) {
    auto previous = file();
    digest(previous, nullptr);
    auto next = previous;
    next.segments.resize(3);

    EXPECT_LE(digest(next, &previous), 3 * segment_size);
}

TEST_F(FileDigest, BeginsAgainBehindAnotherHeader) {
    auto previous = file();
    previous.joint.before = "packages=40";
    digest(previous, nullptr);
    auto next = previous;
    next.joint.before = "packages=41";

    EXPECT_EQ(digest(next, &previous), whole + 11);
}

TEST_F(FileDigest, GoesOnBehindAHeaderItWasPreparedFor) {
    auto previous = file();
    previous.joint.before = "packages=40";
    previous.ahead = std::make_shared<StatesAhead>();
    digest(previous, nullptr);
    EXPECT_EQ(MUST(digest_ahead(*store_, previous, "packages=41", always)), whole + 11);
    auto next = previous;
    next.joint.before = "packages=41";
    next.segments.insert(next.segments.begin() + 30, segment());

    EXPECT_LE(digest(next, &previous), 11 * segment_size + longest_detour);
}

TEST_F(FileDigest, BeginsAgainBehindAHeaderItWasNotPreparedFor) {
    auto previous = file();
    previous.ahead = std::make_shared<StatesAhead>();
    digest(previous, nullptr);
    MUST(digest_ahead(*store_, previous, "packages=41", always));
    auto next = previous;
    next.joint.before = "packages=42";

    EXPECT_EQ(digest(next, &previous), whole + 11);
}

TEST_F(FileDigest, UsesWhatWasPreparedUntilItWasToldToStop) {
    auto previous = file();
    previous.ahead = std::make_shared<StatesAhead>();
    digest(previous, nullptr);
    std::size_t asked = 0;
    MUST(digest_ahead(*store_, previous, "packages=41", [&] { return ++asked <= 20; }));
    auto next = previous;
    next.joint.before = "packages=41";

    const auto hashed = digest(next, &previous);

    EXPECT_GE(hashed, 20 * segment_size);
    EXPECT_LE(hashed, 20 * segment_size + longest_detour);
}

TEST_F(FileDigest, OfAFileWithoutStatesIsMadeFromItsBeginning) {
    auto previous = file();  // as it is read from the catalog at the start
    auto next = previous;

    EXPECT_EQ(digest(next, &previous), whole);
}

TEST_F(FileDigest, NamesASegmentThatIsNotThere) {
    auto broken = file();
    broken.segments[5].extent.pack = 99;

    EXPECT_FALSE(digest_file(*store_, broken, nullptr).ok());
}

}  // namespace
}  // namespace slipway::publishing
