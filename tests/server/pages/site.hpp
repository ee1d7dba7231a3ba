#pragma once

#include "server/pages/html_pages.hpp"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace slipway::server {

inline std::string text_of(const http::Response& response) { return std::get<std::string>(response.body); }

/// The pages of a server that has one repository.
struct Site {
    publishing::PublishedTree tree;
    std::string base_url = "https://packages.example.com/below";
    bool configured = true;
    bool listings = true;
    std::string after{};
    std::vector<files::NodeShown> nodes{};

    explicit Site(const publishing::RepositoryState& state) {
        auto published = std::make_shared<publishing::PublishedRepository>();
        published->state = state;
        tree.repositories.emplace(state.settings.name, published);
    }
    Site& at(std::string url) {
        base_url = std::move(url);
        return *this;
    }

    files::PageContext context() const { return {tree, base_url, configured, listings, after, nodes}; }
    std::string index() const { return text_of(HtmlPages().index(context())); }
    std::string repository() const {
        return text_of(HtmlPages().repository(context(), *tree.repositories.begin()->second));
    }
};

}  // namespace slipway::server
