#include "cli/sent_file.hpp"

#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <cerrno>
#include <cstdio>
#include <string>

namespace slipway::cli {
namespace {

class SentFileTest : public ::testing::Test {
protected:
    /// Reads the file to its end, or until reading fails ("failed").
    std::string read_all() {
        std::string content;
        std::string buffer(3, '\0');
        for (;;) {
            const auto count = file_.read(buffer.data(), buffer.size());
            if (!count) return "failed";
            if (*count == 0) return content;
            content.append(buffer, 0, *count);
        }
    }

    slipway::testing::TempDir directory_;
    SentFile file_;
};

TEST_F(SentFileTest, IsReadToItsEnd) {
    ASSERT_TRUE(file_.open(directory_.write("a.deb", "content"), 7));

    EXPECT_EQ(read_all(), "content");
    EXPECT_FALSE(file_.has_shrunk());
}

TEST_F(SentFileTest, ThatIsMissingDoesNotOpen) {
    EXPECT_FALSE(file_.open(directory_.path() / "missing.deb", 7));

    EXPECT_EQ(errno, ENOENT);
}

TEST_F(SentFileTest, ThatBecameShorterIsNotSentAsWhole) {
    ASSERT_TRUE(file_.open(directory_.write("a.deb", "content"), 8));

    EXPECT_EQ(read_all(), "failed");
    EXPECT_TRUE(file_.has_shrunk());
}

TEST_F(SentFileTest, CanBeSentAgainFromItsBeginning) {
    ASSERT_TRUE(file_.open(directory_.write("a.deb", "content"), 7));
    EXPECT_EQ(read_all(), "content");

    EXPECT_TRUE(file_.seek(0, SEEK_SET));

    EXPECT_EQ(read_all(), "content");
    EXPECT_FALSE(file_.has_shrunk());
}

}  // namespace
}  // namespace slipway::cli
