#include "base/stream.hpp"

#include "base/unique_fd.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fcntl.h>

namespace slipway {
namespace {

void expect_reads_anywhere(const RandomAccess& bytes) {
    EXPECT_EQ(bytes.size(), 10u);
    EXPECT_EQ(MUST(bytes.read(0, 10)), "0123456789");
    EXPECT_EQ(MUST(bytes.read(3, 4)), "3456");
    EXPECT_EQ(MUST(bytes.read(3, 0)), "");
}

void expect_reads_less_only_at_the_end(const RandomAccess& bytes) {
    EXPECT_EQ(MUST(bytes.read(8, 100)), "89");
    EXPECT_EQ(MUST(bytes.read(8, SIZE_MAX)), "89");
    EXPECT_EQ(MUST(bytes.read(10, 1)), "");
    EXPECT_EQ(MUST(bytes.read(UINT64_MAX, 1)), "");
}

struct OpenFile {
    testing::TempDir directory;
    UniqueFd fd{::open(directory.write("digits", "0123456789").c_str(), O_RDONLY | O_CLOEXEC)};
};

TEST(MemoryBytes, AreReadAtAnyOffset) { expect_reads_anywhere(MemoryBytes("0123456789")); }
TEST(MemoryBytes, AreFewerThanAskedForOnlyAtTheEnd) { expect_reads_less_only_at_the_end(MemoryBytes("0123456789")); }

TEST(FileBytes, AreReadAtAnyOffset) {
    const OpenFile file;

    expect_reads_anywhere(MUST(FileBytes::of(file.fd.get())));
}

TEST(FileBytes, AreFewerThanAskedForOnlyAtTheEnd) {
    const OpenFile file;

    expect_reads_less_only_at_the_end(MUST(FileBytes::of(file.fd.get())));
}

TEST(FileBytes, OfNoFileAreAFault) { EXPECT_FAULT(FileBytes::of(-1), Fault::io); }

TEST(FileBytes, OfAFileThatCannotBeReadAreAFault) {
    const testing::TempDir directory;
    const UniqueFd fd(::open(directory.write("digits", "0123456789").c_str(), O_WRONLY | O_CLOEXEC));
    const FileBytes bytes = MUST(FileBytes::of(fd.get()));

    EXPECT_FAULT(bytes.read(0, 1), Fault::io);
}

}  // namespace
}  // namespace slipway
