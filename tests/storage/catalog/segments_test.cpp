#include "storage/catalog/segments.hpp"

#include "storage/catalog/connection.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::RowTest;

class Segments : public RowTest {};

TEST_F(Segments, AreFoundByTheWholeKey) {
    SegmentRow row{.block = sha256_of("b"),
                   .document = Document::packages,
                   .form = Form::xz,
                   .variant = "main/1",
                   .extent = {3, 10, 20}};
    row.text_crc32 = 0xffffffff;
    auto tx = write();
    MUST(insert_segment(tx, row));
    row.extent.pack = 4;
    MUST(insert_segment(tx, row));

    EXPECT_EQ(MUST(find_segment(tx, row.block, Document::packages, Form::xz, "main/1"))->extent, (Extent{4, 10, 20}));
    EXPECT_EQ(MUST(find_segment(tx, row.block, Document::packages, Form::xz, "main/1"))->text_crc32, 0xffffffff);
    EXPECT_FALSE(MUST(find_segment(tx, row.block, Document::packages, Form::gzip, "main/1")).has_value());

    MUST(delete_segment(tx, row));
    EXPECT_FALSE(MUST(find_segment(tx, row.block, Document::packages, Form::xz, "main/1")).has_value());
}

TEST_F(Segments, OfARowThatWasNotStoredSoStandNowhere) {
    for (const auto* harm : {"UPDATE segments SET form = 'lz4'", "UPDATE segments SET length = 21"}) {
        auto tx = write();
        MUST(insert_segment(tx, {.block = sha256_of("b"), .variant = "1", .extent = {3, 10, 20}}));
        MUST(execute(tx.connection(), harm));

        std::size_t seen = 0;
        MUST(visit_segments(tx, [&](const SegmentRow& segment) {
            ++seen;
            EXPECT_FALSE(segment.is_whole) << harm;
            EXPECT_EQ(segment.extent.pack, Extent::nowhere);
        }));
        EXPECT_EQ(seen, 1U);
    }
}

TEST_F(Segments, OfSeveralBlocksAreFoundTogether) {
    auto tx = write();
    std::vector<Sha256> blocks = {sha256_of("unknown")};
    for (std::uint64_t i = 0; i < 300; ++i) {
        blocks.push_back(sha256_of(std::to_string(i)));
        for (const auto form : {Form::plain, Form::xz})
            for (const auto* variant : {"main/1", "contrib/1"})
                MUST(insert_segment(tx, {.block = blocks.back(),
                                         .document = Document::packages,
                                         .form = form,
                                         .variant = variant,
                                         .extent = {1, i, 20}}));
    }

    const auto found = MUST(find_segments(tx, blocks, "main/1"));

    for (const auto form : {Form::plain, Form::xz}) {
        ASSERT_NE(found.find(sha256_of("299"), Document::packages, form), nullptr);
        EXPECT_EQ(found.find(sha256_of("299"), Document::packages, form)->extent, (Extent{1, 299, 20}));
        EXPECT_EQ(found.find(sha256_of("299"), Document::packages, form)->variant, "main/1");
    }
    EXPECT_EQ(found.find(sha256_of("299"), Document::packages, Form::gzip), nullptr);
    EXPECT_EQ(found.find(sha256_of("299"), Document::primary, Form::xz), nullptr);
    EXPECT_EQ(found.find(sha256_of("unknown"), Document::packages, Form::xz), nullptr);
}

}  // namespace
}  // namespace slipway::storage
