#include "server/http/rope.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

using ::testing::ElementsAre;

/// A source that is only looked at.
class NumberedSource final : public ByteSource {
public:
    explicit NumberedSource(int number) : number_(number) {}
    Result<std::size_t> read_into(std::uint64_t, std::span<char>) const override { return std::size_t{0}; }
    Result<std::uint64_t> size() const override { return std::uint64_t{0}; }
    int number() const { return number_; }

private:
    int number_;
};

const auto source_7 = std::make_shared<const NumberedSource>(7);
const auto source_8 = std::make_shared<const NumberedSource>(8);

/// "HEAD", bytes 100…109 and 110…129 of source 7, 5…9 of source 8, "END".
Rope sample() { return Rope{"HEAD", {{source_7, 100, 10}, {source_7, 110, 20}, {source_8, 5, 5}}, "END"}; }

std::string text_of(const RopePieceView& piece) {
    if (piece.source == nullptr) return std::string(piece.text);
    const auto& source = dynamic_cast<const NumberedSource&>(*piece.source);
    return fmt::format("{}:{}+{}", source.number(), piece.offset, piece.length);
}

std::vector<std::string> pieces(const Rope& rope, std::uint64_t offset, std::uint64_t length) {
    std::vector<std::string> out;
    RopeCursor cursor(rope, offset, length);
    while (const auto piece = cursor.next()) out.push_back(text_of(*piece));
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
    const Rope rope{"", {{source_7, 0, 0}, {source_7, 0, 4}}, ""};

    EXPECT_THAT(pieces(rope, 0, 4), ElementsAre("7:0+4"));
}

}  // namespace
}  // namespace slipway::http
