#include "tests/server/api/plain_pages.hpp"

#include <fmt/format.h>

namespace slipway::api {
namespace {

using http::Response;

class PlainPages final : public files::Pages {
public:
    Response index(const files::PageContext& context) const override { return page("index" + behind(context)); }
    Response repository(const files::PageContext& context, const publishing::PublishedRepository&) const override {
        return page((context.has_listings ? "main with listings" : "main") + behind(context));
    }
    Result<Response> past(const files::PageContext&, const publishing::PublishedRepository&,
                          const storage::ReadTransaction&, const files::PastPage& wanted) const override {
        return page(std::visit([](const auto& of_kind) { return name_of(of_kind); }, wanted));
    }
    Response directory(const files::DirectoryPage& listed) const override {
        std::string text = listed.path + "\n";
        for (const auto& [name, size] : listed.entries) text += name + (size ? fmt::format(" {}", *size) : "") + "\n";
        return page(text + (listed.next ? "next " + *listed.next + "\n" : ""));
    }
    Response refusal(const files::PageContext&, unsigned status, std::string_view why) const override {
        auto response = page(fmt::format("{}\n", why));
        response.status = status;
        return response;
    }
    std::optional<Response> problem(const files::PageContext&, std::string_view code) const override {
        if (code == "no-such-problem") return std::nullopt;
        return page("problem " + std::string(code));
    }
    std::optional<Response> asset(std::string_view) const override { return std::nullopt; }

private:
    static std::string behind(const files::PageContext& context) {
        return context.after.empty() ? "" : " behind " + context.after;
    }
    static std::string name_of(const files::ChannelsPage& page) {
        return "channels" + (page.after ? fmt::format(" behind {}", *page.after) : "");
    }
    static std::string name_of(const files::RevisionsPage& page) {
        return page.channel->settings.name + (page.before ? fmt::format(" before {}", *page.before) : "");
    }
    static std::string name_of(const files::RevisionPage& page) {
        return fmt::format("{} r{}", page.channel->settings.name, page.number);
    }
    static std::string name_of(const files::ContentPage& page) {
        const auto of = page.channel == nullptr ? std::string("all") : page.channel->settings.name;
        return "packages of " + of + (page.query.empty() ? "" : ": " + page.query);
    }
    static std::string name_of(const files::PackagePage& page) { return "package " + page.sha256.hex(); }

    static Response page(std::string text) {
        Response response;
        response.body = std::move(text);
        return response;
    }
};

}  // namespace

std::unique_ptr<files::Pages> plain_pages() { return std::make_unique<PlainPages>(); }

}  // namespace slipway::api
