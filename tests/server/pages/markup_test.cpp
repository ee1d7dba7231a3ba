#include "server/pages/markup.hpp"

#include <gtest/gtest.h>

namespace slipway::server {
namespace {

TEST(Markup, EscapesTextButNotMarkup) {
    const auto inner = html("<b>{}</b>", "a<b");

    const auto outer = html("<p title=\"{}\">{} {}</p>", "\"'&", inner, 7);

    EXPECT_EQ(outer.text, "<p title=\"&quot;&#39;&amp;\"><b>a&lt;b</b> 7</p>");
}

TEST(Markup, ReadsNoPlaceholdersInText) { EXPECT_EQ(html("{}", "{0} {}").text, "{0} {}"); }

}  // namespace
}  // namespace slipway::server
