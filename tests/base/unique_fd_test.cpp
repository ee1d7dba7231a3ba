#include "base/unique_fd.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>

namespace slipway {
namespace {

UniqueFd an_open_file() { return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }
bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

TEST(UniqueFd, ClosesAtItsEnd) {
    int number = -1;
    {
        const UniqueFd fd = an_open_file();
        number = fd.get();
        EXPECT_TRUE(is_open(number));
    }

    EXPECT_FALSE(is_open(number));
}

TEST(UniqueFd, IsClosedOnceWhenMoved) {
    UniqueFd first = an_open_file();
    const int number = first.get();
    UniqueFd second = std::move(first);
    UniqueFd third = an_open_file();
    const int replaced = third.get();

    third = std::move(second);

    EXPECT_EQ(third.get(), number);
    EXPECT_TRUE(is_open(number));
    EXPECT_FALSE(is_open(replaced));
    EXPECT_FALSE(first || second);
}

TEST(UniqueFd, LeavesAReleasedFileOpen) {
    UniqueFd fd = an_open_file();
    const UniqueFd other(fd.release());

    EXPECT_FALSE(fd);
    EXPECT_TRUE(is_open(other.get()));
}

}  // namespace
}  // namespace slipway
