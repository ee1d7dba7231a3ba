#include "storage/backup/manifest.hpp"

#include "base/files/durable.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

using ::testing::HasSubstr;

class ManifestTest : public ::testing::Test {
protected:
    ManifestTest() { MUST(files_.make_directory("/backup", 0700)); }
    void write(const std::string& text) { MUST(replace_atomically(files_, file_, text, 0600)); }

    testing::MemoryFileSystem files_;
    const Path file_ = "/backup/manifest.json";
    const AuditHead head_{17, sha256_of("seventeen events")};
};

TEST_F(ManifestTest, IsReadAsItWasWritten) {
    write(render_manifest({head_, R"(s3://bucket/"quoted" \ prefix)", true}, Seconds{}));

    const auto read = MUST(read_manifest(files_, file_));

    EXPECT_EQ(read.audit_head, head_);
    EXPECT_EQ(read.place, R"(s3://bucket/"quoted" \ prefix)");
    EXPECT_TRUE(read.has_keys);
}

TEST_F(ManifestTest, HasNoPlaceWhereTheFilesAreInTheBackup) {
    write(render_manifest({head_, "", false}, Seconds{}));

    const auto read = MUST(read_manifest(files_, file_));

    EXPECT_EQ(read.place, "");
    EXPECT_FALSE(read.has_keys);
}

TEST_F(ManifestTest, MayHaveMembersOfNewerVersionsAndAnyLayout) {
    write("{\n  \"note\": {\"audit_head\": \"1:\"},\n  \"audit_head\": \"" + head_.render() + "\"\n}\n");

    EXPECT_EQ(MUST(read_manifest(files_, file_)).audit_head, head_);
}

TEST_F(ManifestTest, IsCorruptWithoutAHead) {
    for (const char* text : {"", "{", "[]", "{}", R"({"audit_head":17})", R"({"audit_head":"seventeen"})"}) {
        write(text);
        const auto read = read_manifest(files_, file_);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error().fault(), Fault::corrupt) << text;
        EXPECT_THAT(read.error().message(), HasSubstr("/backup/manifest.json")) << text;
    }
}

}  // namespace
}  // namespace slipway::storage
