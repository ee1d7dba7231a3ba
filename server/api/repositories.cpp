#include "publishing/model/names.hpp"
#include "server/api/list_page.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"
#include "server/api/settings_answers.hpp"
#include "server/api/settings_body.hpp"

namespace slipway::api {
namespace {

using publishing::NameOf;

std::optional<Json> represent_repository(const publishing::RepositoryState& state) {
    return state.settings.id == 0 ? std::nullopt : std::optional(repository_json(state));
}

Result<http::Reply> set_repository(Services& services, const Call& call, BodyIs is) {
    const auto& name = call.repository_name();
    TRY(publishing::check_name(NameOf::repository, name));
    auto put = TRY(parse_repository(call.body, is, name));
    return change_resource(services, call, is, std::move(put), represent_repository, {"repositories", name},
                           [&publisher = services.parts.publisher, name](auto actor, auto wanted, auto done) {
                               publisher.put_repository(std::move(actor), name, std::move(wanted), std::move(done));
                           });
}

}  // namespace

Result<ListPage> list_repositories(Services&, const Call& call, const PageWanted& wanted) {
    return page_of(
        "repositories", call.tree->repositories, wanted.limit,
        [&](const auto& row) { return !wanted.cursor || row.first > *wanted.cursor; },
        [](const auto& row) { return row.first; }, [](const auto& row) { return repository_json(row.second->state); });
}

Result<http::Reply> get_repository(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    return answer_resource(call, repository_json(repository->state));
}

Result<http::Reply> put_repository(Services& services, const Call& call) {
    return set_repository(services, call, BodyIs::whole);
}

Result<http::Reply> patch_repository(Services& services, const Call& call) {
    TRY(call.repository());
    return set_repository(services, call, BodyIs::patch);
}

Result<http::Reply> delete_repository(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.repository_name();
    const auto force = TRY(call.force());
    if (force == publishing::Force::yes && call.query("confirm") != name)
        return Error("not-confirmed"_problem,
                     "to delete a repository that is not empty, confirm it: ?force=true&confirm=" + name);

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, name, force, expected = expectation_of(call, represent_repository)](
                     auto done) { publisher.delete_repository(actor, name, force, expected, std::move(done)); };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

}  // namespace slipway::api
