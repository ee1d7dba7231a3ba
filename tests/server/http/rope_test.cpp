#include "server/http/rope.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

using ::testing::ElementsAre;

/// "HEAD", bytes 100…109 and 110…129 of file 7, 5…9 of file 8, "END".
Rope sample() { return Rope{"HEAD", {{nullptr, 7, 100, 10}, {nullptr, 7, 110, 20}, {nullptr, 8, 5, 5}}, "END"}; }

std::vector<std::string> pieces(const Rope& rope, std::uint64_t offset, std::uint64_t length) {
    std::vector<std::string> out;
    RopeCursor cursor(rope, offset, length);
    while (const auto piece = cursor.next())
        out.push_back(piece->fd < 0 ? std::string(piece->text)
                                    : fmt::format("{}:{}+{}", piece->fd, piece->offset, piece->length));
    return out;
}

TEST(RopeCursor, GivesAllPiecesAndJoinsSlicesThatFollowOneAnother) {
    EXPECT_EQ(sample().size(), 42U);
    EXPECT_THAT(pieces(sample(), 0, 42), ElementsAre("HEAD", "7:100+30", "8:5+5", "END"));
}

TEST(RopeCursor, CutsTheWindowInsidePieces) {
    EXPECT_THAT(pieces(sample(), 2, 3), ElementsAre("AD", "7:100+1"));
    EXPECT_THAT(pieces(sample(), 12, 4), ElementsAre("7:108+4"));
    EXPECT_THAT(pieces(sample(), 35, 6), ElementsAre("8:6+4", "EN"));
    EXPECT_THAT(pieces(sample(), 41, 1), ElementsAre("D"));
}

TEST(RopeCursor, AnEmptyWindowHasNoPieces) {
    EXPECT_THAT(pieces(sample(), 42, 0), ElementsAre());
    EXPECT_THAT(pieces(Rope(), 0, 0), ElementsAre());
}

TEST(RopeCursor, SkipsEmptyPieces) {
    const Rope rope{"", {{nullptr, 7, 0, 0}, {nullptr, 7, 0, 4}}, ""};

    EXPECT_THAT(pieces(rope, 0, 4), ElementsAre("7:0+4"));
}

}  // namespace
}  // namespace slipway::http
