#include "storage/catalog/document_texts.hpp"

#include "tests/support/must.hpp"

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;

TEST(DocumentTexts, DamageIsCorruptNeverACrash) {
    std::string packed = pack_documents({"Package: hello\n", "filelists"});
    EXPECT_THAT(MUST(unpack_documents(packed)), ElementsAre("Package: hello\n", "filelists"));

    packed.back() ^= 1;

    EXPECT_FAULT(unpack_documents(packed), Fault::corrupt);
    EXPECT_FAULT(unpack_documents(packed.substr(0, 9)), Fault::corrupt);
    EXPECT_FAULT(unpack_documents("not zstd"), Fault::corrupt);
}

TEST(DocumentTexts, TheFirstIsReadWithoutTheOthersAndWithABound) {
    const std::string packed = pack_documents({"Package: hello\n", std::string(1u << 20, 'x')});

    EXPECT_EQ(MUST(unpack_first_document(packed, 1000)), "Package: hello\n");
    EXPECT_EQ(MUST(unpack_first_document(packed, 7)), "Package");
    EXPECT_EQ(MUST(unpack_first_document(packed, 2u << 20)), "Package: hello\n");
    EXPECT_EQ(MUST(unpack_first_document(pack_documents({}), 7)), "");
}

TEST(DocumentTexts, DamageOfTheFirstIsCorrupt) {
    std::string packed = pack_documents({"Package: hello\n"});
    EXPECT_FAULT(unpack_first_document(packed.substr(0, 9), 1000), Fault::corrupt);
    EXPECT_FAULT(unpack_first_document("not zstd", 1000), Fault::corrupt);

    packed.back() ^= 1;

    EXPECT_FAULT(unpack_first_document(packed, 1000), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::storage
