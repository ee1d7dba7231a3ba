// Every list, found by the router's own table: a new one is held against these rules without being named.
#include "base/text.hpp"
#include "server/api/resources/operations.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The elements of a document's own lists, as JSON.
std::vector<std::string> elements_of(const Response& response) {
    std::vector<std::string> elements;
    std::string open;  // brackets
    bool in_string = false;
    std::size_t begin = 0;
    const auto body = body_of(response);
    const auto end_element = [&](std::size_t at) {
        if (at > begin) elements.push_back(body.substr(begin, at - begin));
        begin = at + 1;
    };
    for (std::size_t at = 0; at < body.size(); ++at) {
        const char c = body[at];
        if (c == '"' && body[at - 1] != '\\') in_string = !in_string;
        if (in_string) continue;
        if (open == "{[" && (c == ',' || c == ']')) end_element(at);
        if (c == ']' || c == '}') open.pop_back();
        if (c == '[' || c == '{') open += c;
        if (open == "{[" && c == '[') begin = at + 1;
    }
    return elements;
}

/// What follows the page, as the `Link` field says it; "" for the last one.
std::string link_of(const Response& page) {
    const auto link = page.headers.find("Link");
    if (!link) return "";
    EXPECT_THAT(*link, StartsWith("<https://example.com/api/"));
    EXPECT_THAT(*link, EndsWith(">; rel=\"next\""));
    return std::string(link->substr(link->find("/api/"), link->find('>') - link->find("/api/")));
}

class Lists : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        TestApi::Options options;
        options.nodes.read = [] {
            publishing::ClusterView cluster;
            cluster.nodes = {{.id = "first"}, {.id = "second"}};
            return Result<publishing::ClusterView>(cluster);
        };
        api_ = std::make_unique<TestApi>(options);
        api_->make_main();
        api_->put("/api/v1/repositories/other", "{}");
        api_->make_token({"read:main"});
        api_->post(main_url + "/keys", R"({"algorithm":"ed25519"})");
        for (const auto* version : {"1.0", "2.0", "3.0"})
            for (const auto* name : {"hello", "world"}) {
                const auto deb = a_deb(name).version(version).build();
                EXPECT_EQ(api_->upload(std::string(name) + ".deb", deb).status, 201U);
                hello_ = sha256_of(a_deb("hello").version("1.0").build()).hex();
            }
        for (const auto* pin : {"first", "second"})
            api_->post(main_url + "/pins", R"({"channel":"dev","revision":2,"name":")" + std::string(pin) + "\"}");
    }
    static void TearDownTestSuite() { api_.reset(); }

    /// Where the list has at least two elements.
    static std::string target_of(const Operation& operation) {
        std::string target(operation.path);
        for (const auto& [name, value] :
             {std::pair<std::string, std::string>("{repo}", "main"), {"{channel}", "dev"}, {"{sha256}", hello_}})
            if (const auto at = target.find(name); at != target.npos) target.replace(at, name.size(), value);
        if (target.ends_with("/diff")) return target + "?from=1";
        return target + (target.ends_with("/expiry") ? "?versions=1" : "");
    }
    static std::string with(const std::string& target, const std::string& parameter) {
        return target + (target.find('?') == target.npos ? "?" : "&") + parameter;
    }
    static std::string walk(const std::string& target, std::vector<std::string>& elements) {
        std::string next = target;
        for (int pages = 0; !next.empty() && pages < 1000; ++pages) {
            const auto page = api_->get(next);
            for (auto& element : elements_of(page)) elements.push_back(std::move(element));
            next = link_of(page);
        }
        return next;
    }

    static inline std::unique_ptr<TestApi> api_;
    static inline std::string hello_;
};

TEST_F(Lists, GiveAllTheirElementsPageByPageAlongTheirLinks) {
    for (const auto& operation : all_operations()) {
        if (operation.list == nullptr) continue;
        const auto target = target_of(operation);
        const auto whole = elements_of(api_->get(target));

        std::vector<std::string> walked;
        const auto rest = walk(with(target, "limit=1"), walked);

        EXPECT_GE(whole.size(), 2U) << target << body_of(api_->get(target));
        EXPECT_EQ(walked, whole) << target;
        EXPECT_EQ(rest, "") << target;
    }
}

TEST_F(Lists, TellTheNextPageInBodyAndLink) {
    for (const auto& operation : all_operations()) {
        if (operation.list == nullptr) continue;
        const auto page = api_->get(with(target_of(operation), "limit=1"));
        const auto last = api_->get(with(target_of(operation), "limit=1000"));

        EXPECT_THAT(link_of(page), HasSubstr("limit=1&cursor=")) << operation.path;
        EXPECT_THAT(link_of(page), EndsWith("=" + member(page, "next"))) << operation.path;
        EXPECT_EQ(elements_of(page).size(), 1U) << operation.path;
        EXPECT_THAT(body_of(last), EndsWith("\"next\":null}\n")) << operation.path;
        EXPECT_EQ(link_of(last), "") << operation.path;
    }
}

TEST_F(Lists, KeepTheirFiltersInTheLink) {
    const auto page = api_->get(main_url + "/packages?q=ELL%20o&architecture=amd64&limit=2");

    EXPECT_THAT(link_of(page), StartsWith(main_url + "/packages?q=ELL%20o&architecture=amd64&limit=2&cursor="));
    EXPECT_EQ(elements_of(page).size(), 2U);
    EXPECT_EQ(elements_of(api_->get(link_of(page))).size(), 1U);
}

TEST_F(Lists, RefuseBoundsThatNoPageHas) {
    for (const auto& operation : all_operations()) {
        if (operation.list == nullptr) continue;
        for (const auto* limit : {"limit=1001", "limit=x", "limit=-1", "limit="}) {
            const auto answer = api_->get(with(target_of(operation), limit));
            EXPECT_EQ(answer.status, 422U) << operation.path << limit;
            EXPECT_EQ(code_of(answer), "invalid-field") << operation.path << limit;
        }
    }
}

/// A resource begins with what it is called; a list with its elements.
TEST_F(Lists, AreAllThatAnswersWithElements) {
    for (const auto& operation : all_operations()) {
        if (operation.method != Method::get || operation.list != nullptr) continue;
        const auto body = body_of(api_->get(target_of(operation)));
        const auto first = body.starts_with('{') ? body.substr(0, body.find(',')) : "";

        EXPECT_EQ(first.find(":["), first.npos) << operation.path << " answers a list, but its operation is no list";
    }
}

}  // namespace
}  // namespace slipway::api
