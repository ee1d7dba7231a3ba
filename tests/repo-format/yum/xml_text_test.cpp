#include "repo-format/yum/xml_text.hpp"

#include <gtest/gtest.h>

namespace slipway::yum {
namespace {

TEST(XmlText, ReadsBackWhatWasEscaped) {
    const std::string text = "a<b>&amp;\"c\"\r\n\td'&#9;";
    std::string in_element, in_attribute;
    append_escaped_text(in_element, text);
    append_escaped_attribute(in_attribute, text);

    EXPECT_EQ(unescaped(in_element), text);
    EXPECT_EQ(unescaped(in_attribute), text);
}

TEST(XmlText, TakesNothingElseForAnEscape) { EXPECT_EQ(unescaped("a & b &apos; &#1"), "a & b &apos; &#1"); }

}  // namespace
}  // namespace slipway::yum
