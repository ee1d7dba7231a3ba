#pragma once

#include "server/files/pages.hpp"

namespace slipway::server {

/// The pages as HTML without scripts.
class HtmlPages final : public files::Pages {
public:
    http::Response index(const files::PageContext& context) const override;
    http::Response repository(const files::PageContext& context,
                              const publishing::PublishedRepository& repository) const override;
    Result<http::Response> past(const files::PageContext& context, const publishing::PublishedRepository& repository,
                                const publishing::View& tx, const files::PastPage& wanted) const override;
    http::Response directory(const files::DirectoryPage& listed) const override;
    http::Response refusal(const files::PageContext& context, unsigned status, std::string_view why) const override;
    std::optional<http::Response> problem(const files::PageContext& context, std::string_view code) const override;
    std::optional<http::Response> asset(std::string_view name) const override;
};

}  // namespace slipway::server
