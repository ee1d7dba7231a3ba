#pragma once

#include "server/api/pages.hpp"

namespace slipway::server {

/// The pages as HTML without scripts.
class HtmlPages final : public api::Pages {
public:
    http::Response index(const api::PageContext& context) const override;
    http::Response repository(const api::PageContext& context,
                              const publishing::PublishedRepository& repository) const override;
    Result<http::Response> past(const api::PageContext& context, const publishing::PublishedRepository& repository,
                                const storage::ReadTransaction& tx, const api::PastPage& wanted) const override;
    http::Response directory(const api::DirectoryPage& listed) const override;
    http::Response refusal(const api::PageContext& context, unsigned status, std::string_view why) const override;
    std::optional<http::Response> problem(const api::PageContext& context, std::string_view code) const override;
    std::optional<http::Response> asset(std::string_view name) const override;
};

}  // namespace slipway::server
