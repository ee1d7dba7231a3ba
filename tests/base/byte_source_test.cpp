#include "base/byte_source.hpp"

#include "base/files/posix_file_system.hpp"
#include "tests/base/random_access_expectations.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway {
namespace {

/// Of a file in which somebody has written.
class SourceBytesTest : public ::testing::Test {
protected:
    std::shared_ptr<const ByteSource> open() { return MUST(files_.open_to_read(path_)); }
    SourceBytes bytes() { return MUST(SourceBytes::of(open())); }

private:
    testing::TempDir directory_;
    PosixFileSystem files_;
    Path path_ = directory_.write("digits", "0123456789");
};

TEST_F(SourceBytesTest, AreReadAtAnyOffset) { testing::expect_reads_anywhere(bytes()); }

TEST_F(SourceBytesTest, AreFewerThanAskedForOnlyAtTheEnd) { testing::expect_reads_less_only_at_the_end(bytes()); }

TEST_F(SourceBytesTest, KeepTheirSourceOpen) {
    auto source = open();
    const std::weak_ptr<const ByteSource> watched = source;
    const auto kept = MUST(SourceBytes::of(std::move(source)));

    EXPECT_FALSE(watched.expired());
    EXPECT_EQ(MUST(kept.read(4, 2)), "45");
}

/// What cannot be read.
class BrokenSource final : public ByteSource {
public:
    explicit BrokenSource(Result<std::uint64_t> size) : size_(std::move(size)) {}
    Result<std::size_t> read_into(std::uint64_t, std::span<char>) const override { return Error(Fault::io, "broken"); }
    Result<std::uint64_t> size() const override { return size_; }

private:
    Result<std::uint64_t> size_;
};

TEST(SourceBytes, OfWhatCannotBeReadAreAFault) {
    EXPECT_FAULT(SourceBytes::of(std::make_shared<BrokenSource>(Error(Fault::io, "broken"))), Fault::io);

    const auto bytes = MUST(SourceBytes::of(std::make_shared<BrokenSource>(std::uint64_t{10})));
    EXPECT_FAULT(bytes.read(0, 1), Fault::io);
}

}  // namespace
}  // namespace slipway
