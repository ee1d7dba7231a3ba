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

}  // namespace
}  // namespace slipway::storage
