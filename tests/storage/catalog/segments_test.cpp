#include "storage/catalog/segments.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::RowTest;

class Segments : public RowTest {};

TEST_F(Segments, AreFoundByTheWholeKey) {
    SegmentRow row{
        .block = sha256_of("b"), .document = "Packages", .form = "xz", .variant = "main/1", .extent = {3, 10, 20}};
    row.text_crc32 = 0xffffffff;
    auto tx = write();
    MUST(insert_segment(tx, row));
    row.extent.pack = 4;
    MUST(insert_segment(tx, row));

    EXPECT_EQ(MUST(find_segment(tx, row.block, "Packages", "xz", "main/1"))->extent, (Extent{4, 10, 20}));
    EXPECT_EQ(MUST(find_segment(tx, row.block, "Packages", "xz", "main/1"))->text_crc32, 0xffffffff);
    EXPECT_FALSE(MUST(find_segment(tx, row.block, "Packages", "gz", "main/1")).has_value());

    MUST(delete_segment(tx, row));
    EXPECT_FALSE(MUST(find_segment(tx, row.block, "Packages", "xz", "main/1")).has_value());
}

TEST_F(Segments, OfSeveralBlocksAreFoundTogether) {
    auto tx = write();
    std::vector<Sha256> blocks = {sha256_of("unknown")};
    for (std::uint64_t i = 0; i < 300; ++i) {
        blocks.push_back(sha256_of(std::to_string(i)));
        for (const auto* form : {"plain", "xz"})
            for (const auto* variant : {"main/1", "contrib/1"})
                MUST(insert_segment(tx, {.block = blocks.back(),
                                         .document = "Packages",
                                         .form = form,
                                         .variant = variant,
                                         .extent = {1, i, 20}}));
    }

    const auto found = MUST(find_segments(tx, blocks, "main/1"));

    for (const auto* form : {"plain", "xz"}) {
        ASSERT_NE(found.find(sha256_of("299"), "Packages", form), nullptr);
        EXPECT_EQ(found.find(sha256_of("299"), "Packages", form)->extent, (Extent{1, 299, 20}));
        EXPECT_EQ(found.find(sha256_of("299"), "Packages", form)->variant, "main/1");
    }
    EXPECT_EQ(found.find(sha256_of("299"), "Packages", "gz"), nullptr);
    EXPECT_EQ(found.find(sha256_of("299"), "primary", "xz"), nullptr);
    EXPECT_EQ(found.find(sha256_of("unknown"), "Packages", "xz"), nullptr);
}

}  // namespace
}  // namespace slipway::storage
