#include "storage/objects/object_layout.hpp"

#include <gtest/gtest.h>

namespace slipway::storage {
namespace {

const Sha256 some_id = *Sha256::parse("abcd" + std::string(60, '0'));

TEST(ObjectLayout, NamesObjectsAsFilesAreNamed) {
    EXPECT_EQ(ObjectLayout::blob(some_id).text(), "blobs/sha256/ab/abcd" + std::string(60, '0'));
    EXPECT_EQ(ObjectLayout::quarantined(some_id).text(), "quarantine/abcd" + std::string(60, '0'));
    EXPECT_EQ(ObjectLayout::pack(17).text(), "segments/00017.pack");
    EXPECT_EQ(ObjectLayout::pack(1'234'567).text(), "segments/1234567.pack");
}

TEST(ObjectLayout, KnowsItsOwnNamesAlone) {
    EXPECT_EQ(ObjectLayout::parse_blob(ObjectLayout::blob(some_id).text()), some_id);
    EXPECT_EQ(ObjectLayout::parse_pack("segments/00017.pack"), 17U);
    for (const auto& other : {std::string(), some_id.hex(), "blobs/sha256/ac/" + some_id.hex(),
                              "quarantine/" + some_id.hex(), std::string("blobs/sha256/ab/notes.txt")})
        EXPECT_EQ(ObjectLayout::parse_blob(other), std::nullopt) << other;
    for (const auto* other : {"", "00017.pack", "segments/17.pack", "segments/x/00017.pack", "segments/00017.pack-1"})
        EXPECT_EQ(ObjectLayout::parse_pack(other), std::nullopt) << other;
}

}  // namespace
}  // namespace slipway::storage
