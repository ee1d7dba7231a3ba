// The numbers, names and types of rpm that the product states, against rpm's own words: the header files that are
// installed, and the tables of all releases from 4.16 to 6.1 (tests/data/rpm).
#include "repo-format/rpm/evr.hpp"
#include "repo-format/rpm/tags.hpp"
#include "tests/support/command.hpp"
#include "tests/support/golden.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <span>
#include <sstream>
#include <vector>

namespace slipway::rpm {
namespace {

using ::testing::AnyOf;

struct Definition {
    std::uint32_t value = 0;
    std::string type;         // rpm's letters, where the comment behind it starts with them
    bool is_checked = false;  // whether rpm's table has it: it has a type and is neither internal nor unimplemented
};

/// Every number that a public header file of rpm names, be it by an enumerator or by a macro.
class PublicHeaders {
public:
    PublicHeaders() {
        for (const auto* name : {"rpmtag.h", "rpmds.h", "rpmfiles.h"}) read(name);
    }

    const Definition* find(const std::string& name) const {
        const auto found = definitions_.find(name);
        return found == definitions_.end() ? nullptr : &found->second;
    }
    const std::map<std::string, Definition>& all() const { return definitions_; }

private:
    void read(const std::string& name) {
        std::ifstream file("/usr/include/rpm/" + name);
        EXPECT_TRUE(file) << "librpm-dev is a dependency of the tests";
        static const std::regex enumerator(R"(\s*(\w+)\s*=\s*([^,/]+),?\s*(/\*.*)?)");
        static const std::regex macro(R"(#\s*define\s+(\w+)\s+([^/]+)(/\*.*)?)");
        std::smatch parts;
        for (std::string line; std::getline(file, line);)
            if (std::regex_match(line, parts, enumerator) || std::regex_match(line, parts, macro))
                define(parts[1], parts[2], parts[3]);
    }

    void define(const std::string& name, const std::string& expression, const std::string& comment) {
        const auto value = value_of(expression);
        if (!value) return;
        static const std::regex typed(R"(/\*\s*([chilsx](\[\]|\{\})?)[\s(*].*)");
        std::smatch parts;
        const bool has_type = std::regex_match(comment, parts, typed);
        const bool is_checked = has_type && comment.find("internal") == std::string::npos &&
                                comment.find("unimplemented") == std::string::npos;
        definitions_[name] = {*value, has_type ? parts[1].str() : "", is_checked};
    }

    /// Of a number, a name, a sum or a shift of them.
    std::optional<std::uint32_t> value_of(std::string expression) const {
        std::erase_if(expression, [](char c) { return c == ' ' || c == '\t' || c == '(' || c == ')'; });
        if (const auto at = expression.find("<<"); at != std::string::npos)
            return combined(expression.substr(0, at), expression.substr(at + 2), [](auto a, auto b) { return a << b; });
        if (const auto at = expression.find('+'); at != std::string::npos)
            return combined(expression.substr(0, at), expression.substr(at + 1), [](auto a, auto b) { return a + b; });
        if (const auto* known = find(expression)) return known->value;
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(expression.data(), expression.data() + expression.size(), number);
        if (error != std::errc() || end != expression.data() + expression.size()) return std::nullopt;
        return number;
    }

    template <class Operation>
    std::optional<std::uint32_t> combined(const std::string& a, const std::string& b, Operation operation) const {
        const auto left = value_of(a);
        const auto right = value_of(b);
        if (!left || !right) return std::nullopt;
        return operation(*left, *right);
    }

    std::map<std::string, Definition> definitions_;
};

/// A line of tests/data/rpm.
struct ReleasedTag {
    Tag number;
    std::vector<std::string> names;  // the oldest first
    std::string type;
    std::string since;  // the first release that has it
};

std::vector<ReleasedTag> released_tags(const std::string& file) {
    std::vector<ReleasedTag> tags;
    std::istringstream lines(testing::data_file(file));
    ReleasedTag tag;
    for (std::string names; lines >> tag.number >> names >> tag.type >> tag.since; tags.push_back(tag)) {
        if (tag.type == "-") tag.type.clear();
        std::istringstream each(names);
        tag.names.clear();
        for (std::string name; std::getline(each, name, '|');) tag.names.push_back(name);
    }
    return tags;
}

/// "4.18.0" of "RPM version 4.18.0".
std::string installed_release() {
    std::istringstream words(testing::run_command({"rpm", "--version"}).output);
    std::string word;
    while (words >> word) {
    }
    return word;
}

/// A tag in one line, to be compared and shown.
std::string line_of(Tag number, std::string_view name, std::string_view type) {
    return std::to_string(number) + " " + std::string(name) + " " + std::string(type);
}

std::vector<std::string> lines_of(std::span<const KnownTag> tags) {
    std::vector<std::string> lines;
    for (const auto& tag : tags) lines.push_back(line_of(tag.number, tag.name, tag.type));
    return lines;
}

std::vector<std::string> lines_of(const std::vector<ReleasedTag>& tags) {
    std::vector<std::string> lines;
    for (const auto& tag : tags) lines.push_back(line_of(tag.number, tag.names.front(), tag.type));
    return lines;
}

/// The definition that the installed rpm has of a tag under one of its names.
const Definition* find_tag(const PublicHeaders& headers, const std::string& prefix, const ReleasedTag& tag) {
    for (const auto& name : tag.names)
        if (const auto* definition = headers.find(prefix + name)) return definition;
    return nullptr;
}

/// Compares tags, which are also those of the product, with the header file that is installed.
void expect_installed(const std::string& prefix, const std::vector<ReleasedTag>& tags) {
    const PublicHeaders headers;
    const std::string installed = installed_release();
    for (const auto& tag : tags) {
        const auto* definition = find_tag(headers, prefix, tag);
        EXPECT_TRUE(definition || compare_versions(tag.since, installed) > 0) << tag.names.front() << " is not there";
        if (!definition) continue;
        EXPECT_EQ(definition->value, tag.number) << tag.names.front();
        EXPECT_THAT(definition->type, AnyOf("", tag.type)) << tag.names.front();
    }
}

TEST(RpmTags, AreThoseOfRpm4_16To6_1) { EXPECT_EQ(lines_of(main_tags), lines_of(released_tags("rpm/main-tags"))); }

TEST(RpmTags, AreThoseOfTheInstalledHeaderFile) { expect_installed("RPMTAG_", released_tags("rpm/main-tags")); }

TEST(RpmTags, LackNoneThatTheInstalledHeaderFileHas) {
    std::set<Tag> known;
    for (const auto& tag : main_tags) known.insert(tag.number);

    const PublicHeaders headers;
    std::size_t compared = 0;
    for (const auto& [name, definition] : headers.all()) {
        if (!name.starts_with("RPMTAG_") || !definition.is_checked) continue;
        EXPECT_TRUE(known.contains(definition.value)) << name;
        ++compared;
    }

    EXPECT_GT(compared, 200u);
}

std::vector<ReleasedTag> released_signature_tags() { return released_tags("rpm/signature-tags"); }

TEST(RpmSignatureTags, AreThoseOfRpm4_16To6_1) {
    auto ours = lines_of(signature_tags);
    std::erase_if(ours, [](const std::string& line) { return line.starts_with("6"); });  // the regions

    EXPECT_EQ(ours, lines_of(released_signature_tags()));
}

TEST(RpmSignatureTags, AreThoseOfTheInstalledHeaderFile) { expect_installed("RPMSIGTAG_", released_signature_tags()); }

TEST(RpmConstants, AreThoseOfTheInstalledHeaderFiles) {
    const PublicHeaders headers;

    for (const auto& constant : constants) {
        const auto* definition = headers.find(std::string(constant.name));
        ASSERT_NE(definition, nullptr) << constant.name;
        EXPECT_EQ(definition->value, constant.value) << constant.name;
    }
}

struct TypeOfATag {
    const char* name;
    Tag tag;
    std::optional<ValueType> type;
};

class RpmTagType : public ::testing::TestWithParam<TypeOfATag> {};

TEST_P(RpmTagType, IsThatOfRpmsLetters) { EXPECT_EQ(type_of_main_tag(GetParam().tag), GetParam().type); }

INSTANTIATE_TEST_SUITE_P(
    Of, RpmTagType,
    ::testing::Values(TypeOfATag{"FileStates", 1029, ValueType::character},
                      TypeOfATag{"FileModes", 1030, ValueType::int16}, TypeOfATag{"FileFlags", 1037, ValueType::int32},
                      TypeOfATag{"LongSize", 5009, ValueType::int64}, TypeOfATag{"Name", 1000, ValueType::string},
                      TypeOfATag{"FileCapabilities", 5010, ValueType::string_array},
                      TypeOfATag{"Summary", 1004, ValueType::i18n_string}, TypeOfATag{"Icon", 1043, ValueType::binary},
                      TypeOfATag{"ATagWithoutAType", 61, std::nullopt}, TypeOfATag{"AnUnknownTag", 4999, std::nullopt}),
    [](const auto& row) { return row.param.name; });

TEST(RpmTags, HaveNamesInMessages) {
    EXPECT_EQ(describe_main_tag(1000), "1000 (NAME)");
    EXPECT_EQ(describe_signature_tag(1000), "1000 (SIZE)");
    EXPECT_EQ(describe_main_tag(4999), "4999");
}

}  // namespace
}  // namespace slipway::rpm
