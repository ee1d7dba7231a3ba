// The decoders of data members: what they give is what was compressed, and no more of it than is asked for.
#include "repo-format/deb/unpacking.hpp"

#include "repo-format/deb/bzip2_stream.hpp"
#include "repo-format/deb/gzip_stream.hpp"
#include "repo-format/deb/lzma_formats.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

namespace slipway::deb {
namespace {

using slipway::testing::compressed;

struct Decoder {
    const char* name;
    const char* extension;
    Result<Unpacked> (*unpack)(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most);
};

class DecoderTest : public ::testing::TestWithParam<Decoder> {
protected:
    /// Unpacks into `unpacked`.
    Result<Unpacked> unpack(const std::string& packed, std::uint64_t most) {
        const MemoryBytes file(packed);
        MemberBytes bytes(file, {"data.tar", 0, packed.size()}, 1000);
        const auto take = [this](ByteView piece) {
            unpacked += piece;
            return failure ? Result<>(Error("invalid-package"_problem, "enough")) : Result<>();
        };
        return GetParam().unpack(bytes, take, most);
    }
    std::string pack(const std::string& bytes) const { return compressed(bytes, GetParam().extension); }

    std::string unpacked;
    bool failure = false;
};

TEST_P(DecoderTest, GivesWhatWasCompressed) {
    const auto text = std::string(300'000, 'a') + "end";

    EXPECT_EQ(MUST(unpack(pack(text), text.size())), Unpacked::all);

    EXPECT_EQ(unpacked, text);
}

TEST_P(DecoderTest, EndsBehindWhatIsAskedFor) {
    const auto packed = pack(std::string(50 << 20, '\0'));

    EXPECT_EQ(MUST(unpack(packed, 1 << 20)), Unpacked::beginning);

    EXPECT_LT(unpacked.size(), 3U << 20);
}

TEST_P(DecoderTest, EndsWithTheFaultOfWhoeverTakesItsBytes) {
    failure = true;

    const auto ended = unpack(pack("text"), 1000);

    EXPECT_FAULT(ended, Fault::invalid_input);
    EXPECT_EQ(ended.error().message(), "enough");
}

INSTANTIATE_TEST_SUITE_P(Unpacking, DecoderTest,
                         ::testing::Values(Decoder{"Gzip", ".gz", unpack_gzip}, Decoder{"Bzip2", ".bz2", unpack_bzip2},
                                           Decoder{"Lzma", ".lzma", unpack_lzma}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace slipway::deb
