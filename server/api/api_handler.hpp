#pragma once

#include "server/api/routing/parts.hpp"
#include "server/http/message.hpp"

#include <memory>

namespace slipway::api {

/// Answers all requests: package managers' files, the HTTP API, pages, health. Thread-safe.
class ApiHandler final : public http::Handler {
public:
    explicit ApiHandler(Parts parts);
    ~ApiHandler() override;

    /// From now on `/readyz` answers 503: the server finishes what is under way.
    void begin_to_finish();

    /// Answers requests for published files, pages and health from the tree that `use_tree` gave this thread. Never
    /// blocks.
    std::optional<http::Response> answer_at_once(const http::Request& request) override;
    std::variant<http::Placement, http::Response> place(const http::Request& request) override;
    http::BodyPlan plan_body(const http::Request& request) override;
    http::Reply handle(const http::Request& request, std::string body) override;
    http::Response refuse(const http::Request& request, const Error& error) override;
    void answered(const http::Request& request, const http::Answered& answered) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace slipway::api
