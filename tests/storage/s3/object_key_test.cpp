#include "storage/s3/object_key.hpp"

#include "tests/support/must.hpp"

namespace slipway::s3 {
namespace {

TEST(ObjectKey, IsAPath) {
    for (const auto* text : {"a", "blobs/sha256/ab/abcd", "hello_1.0~rc1+b1_amd64.deb", "é/ü", "..a/b."})
        EXPECT_EQ(MUST(ObjectKey::parse(text)).text(), text);
    EXPECT_TRUE(ObjectKey::parse(std::string(1024, 'a')).ok());
}

struct WrongKey {
    const char* because;
    std::string text;
};

class NoObjectKey : public ::testing::TestWithParam<WrongKey> {};

TEST_P(NoObjectKey, IsTaken) { EXPECT_FAULT(ObjectKey::parse(GetParam().text), Fault::invalid_input); }

INSTANTIATE_TEST_SUITE_P(, NoObjectKey,
                         ::testing::Values(WrongKey{"Empty", ""}, WrongKey{"TooLong", std::string(1025, 'a')},
                                           WrongKey{"SlashFirst", "/a"}, WrongKey{"SlashLast", "a/"},
                                           WrongKey{"EmptySegment", "a//b"}, WrongKey{"Dot", "a/./b"},
                                           WrongKey{"DotDot", "../b"}, WrongKey{"NotUtf8", "\xff"},
                                           WrongKey{"ControlCharacter", "a\nb"},
                                           WrongKey{"Nul", std::string("a\0b", 3)}),
                         [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::s3
