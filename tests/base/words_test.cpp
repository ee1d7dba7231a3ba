// The spelling of every word, which catalogs, clients and published files hold: it never changes.
#include "base/words.hpp"

#include <gmock/gmock.h>

namespace slipway {
namespace {

using ::testing::ElementsAre;

template <class Enum>
class EveryWord : public ::testing::Test {};

using Vocabularies = ::testing::Types<Format, Document, Form, Compression, Cause, KeyState>;
TYPED_TEST_SUITE(EveryWord, Vocabularies);

TYPED_TEST(EveryWord, IsReadBackAsItsValue) {
    for (const auto name : Words<TypeParam>::names) {
        const auto value = word_of<TypeParam>(name);
        ASSERT_TRUE(value) << name;
        EXPECT_EQ(name_of(*value), name);
    }
}

TYPED_TEST(EveryWord, IsNothingElse) {
    for (const auto* text : {"magic", "DEB", "deb ", "Active"}) EXPECT_FALSE(word_of<TypeParam>(text)) << text;
}

TEST(WordsAtRest, AreSpelledAsEver) {
    EXPECT_THAT(Words<Format>::names, ElementsAre("deb", "rpm"));
    EXPECT_THAT(Words<Document>::names, ElementsAre("Packages", "primary", "filelists", "other"));
    EXPECT_THAT(Words<Form>::names, ElementsAre("plain", "gz", "xz", "zst"));
    EXPECT_THAT(Words<Compression>::names, ElementsAre("", "gz", "zst"));
    EXPECT_THAT(Words<Cause>::names, ElementsAre("create", "upload", "remove", "promote", "rollback", "expire",
                                                 "resign", "purge", "settings"));
    EXPECT_THAT(Words<KeyState>::names, ElementsAre("standby", "active", "retiring", "retired", "revoked"));
}

TEST(WordsAtRest, StandForTheValuesTheyName) {
    EXPECT_EQ(name_of(Format::rpm), "rpm");
    EXPECT_EQ(name_of(Document::other), "other");
    EXPECT_EQ(name_of(Form::zstd), "zst");
    EXPECT_EQ(name_of(Compression::zstd), "zst");
    EXPECT_EQ(name_of(Cause::settings), "settings");
    EXPECT_EQ(name_of(KeyState::revoked), "revoked");
}

}  // namespace
}  // namespace slipway
