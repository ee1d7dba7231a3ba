#include "repo-format/formats/package_facts.hpp"

#include "repo-format/formats/package_format.hpp"

#include <gmock/gmock.h>

namespace slipway::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PackageFacts, OfADebAreThoseOfItsFields) {
    const auto facts = of(Format::deb)
                           .facts(
                               "Package: hello\nProvides: greeter (= 1)\nDepends: libc6 (>= 2.36), a | b\n\n"
                               "Homepage: https://hello.example/\nDescription: says hello\n Suggests: nothing\n"
                               "License: MIT\n");

    EXPECT_EQ(facts.homepage, "https://hello.example/");
    EXPECT_EQ(facts.license, "MIT");
    EXPECT_THAT(facts.relations, ElementsAre(NamedRelations{"Depends", {"libc6 (>= 2.36)", "a | b"}},
                                             NamedRelations{"Provides", {"greeter (= 1)"}}));
}

TEST(PackageFacts, OfADebMayStandOnSeveralLines) {
    const auto facts = of(Format::deb).facts("Package: a\nDepends:\n b,\n\tc,\n b\nSuggests: d\n");

    EXPECT_THAT(facts.relations, ElementsAre(NamedRelations{"Depends", {"b", "c"}}, NamedRelations{"Suggests", {"d"}}));
}

constexpr std::string_view primary =
    "<package type=\"rpm\">\n  <url>https://hello.example/?a&amp;b</url>\n  <format>\n"
    "    <rpm:license>MIT &amp; BSD</rpm:license>\n    <rpm:vendor/>\n    <rpm:provides>\n"
    "      <rpm:entry name=\"hello\" flags=\"EQ\" epoch=\"0\" ver=\"1.0\" rel=\"1.el9\"/>\n    </rpm:provides>\n"
    "    <rpm:requires>\n      <rpm:entry name=\"/bin/sh\" pre=\"1\"/>\n      <rpm:entry name=\"/bin/sh\"/>\n"
    "      <rpm:entry name=\"(a &lt; &quot;2&quot; if b)\"/>\n"
    "      <rpm:entry name=\"bash\" flags=\"GE\" epoch=\"1\" ver=\"5\"/>\n    </rpm:requires>\n"
    "  </format>\n</package>\n";

TEST(PackageFacts, OfAnRpmAreThoseOfItsPrimaryText) {
    const auto facts = of(Format::rpm).facts(primary);

    EXPECT_EQ(facts.homepage, "https://hello.example/?a&b");
    EXPECT_EQ(facts.license, "MIT & BSD");
    EXPECT_THAT(facts.relations, ElementsAre(NamedRelations{"Requires", {"/bin/sh", "(a < \"2\" if b)", "bash >= 1:5"}},
                                             NamedRelations{"Provides", {"hello = 1.0-1.el9"}}));
}

TEST(PackageFacts, OfABeginningAreThoseThatAreWhole) {
    const auto facts = of(Format::rpm).facts(primary.substr(0, primary.find("&quot; if b")));

    EXPECT_EQ(facts.license, "MIT & BSD");
    EXPECT_EQ(facts.relations.front(), (NamedRelations{"Requires", {"/bin/sh"}}));
}

TEST(PackageFacts, AreNoneOfATextThatSaysNothing) {
    for (const auto* format : all()) {
        const auto facts = format->facts("");
        EXPECT_EQ(facts.homepage + facts.license, "");
        EXPECT_THAT(facts.relations, IsEmpty());
    }
}

TEST(ProvidedNames, OfADebAreThoseOfItsFieldWithoutVersions) {
    EXPECT_EQ(of(Format::deb).provided_names("Package: a\nProvides: MTA, b (= 1)\nSize: 1\n"), "mta\nb\n");
    EXPECT_EQ(of(Format::deb).provided_names("Package: a\nSuggests: b\n"), "");
}

TEST(ProvidedNames, OfAnRpmAreThoseOfItsPrimaryText) {
    const std::string text =
        "<rpm:provides>\n  <rpm:entry name=\"libA.so()(64bit)\"/>\n"
        "  <rpm:entry name=\"a&lt;b&amp;c\" flags=\"EQ\"/>\n</rpm:provides>\n"
        "<rpm:requires>\n  <rpm:entry name=\"libc\"/>\n</rpm:requires>";

    EXPECT_EQ(of(Format::rpm).provided_names(text), "liba.so()(64bit)\na<b&c\n");
}

TEST(ProvidedNames, HaveABound) {
    std::string provides = "Package: a\nProvides: a";
    for (int i = 0; i < 20'000; ++i) provides += ", name-" + std::to_string(i);

    EXPECT_LE(of(Format::deb).provided_names(provides + "\n").size(), 64U << 10);
}

}  // namespace
}  // namespace slipway::formats
