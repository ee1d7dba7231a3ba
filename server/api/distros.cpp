#include "server/api/list_page.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"
#include "server/api/settings_answers.hpp"
#include "server/api/settings_body.hpp"

#include <algorithm>

namespace slipway::api {
namespace {

Represent represent_distro(const std::string& name) {
    return [name](const publishing::RepositoryState& state) -> std::optional<Json> {
        const auto* distro = state.find_distro(name);
        return distro == nullptr ? std::nullopt : std::optional(distro_json(*distro));
    };
}

Result<http::Reply> set_distro(Services& services, const Call& call, BodyIs is) {
    TRY(call.repository());
    const auto& repository = call.repository_name();
    const auto& name = call.parameter("distro");
    auto put = TRY(parse_distro(call.body, is, name));
    return change_resource(services, call, is, std::move(put), represent_distro(name),
                           {"repositories", repository, "distros", name},
                           [&publisher = services.parts.publisher, repository](auto actor, auto wanted, auto done) {
                               publisher.put_distro(std::move(actor), repository, std::move(wanted), std::move(done));
                           });
}

}  // namespace

Result<ListPage> list_distros(Services&, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    auto distros = repository->state.settings.distros;
    std::ranges::sort(distros, {}, &storage::DistroRow::name);
    return page_of(
        "distros", distros, wanted.limit,
        [&](const auto& distro) { return !wanted.cursor || distro.name > *wanted.cursor; },
        [](const auto& distro) { return distro.name; }, distro_json);
}

Result<http::Reply> get_distro(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("distro");
    const auto* distro = repository->state.find_distro(name);
    if (distro == nullptr) return publishing::no_distro(repository->state, name);
    return answer_resource(call, distro_json(*distro));
}

Result<http::Reply> put_distro(Services& services, const Call& call) {
    return set_distro(services, call, BodyIs::whole);
}

Result<http::Reply> patch_distro(Services& services, const Call& call) {
    return set_distro(services, call, BodyIs::patch);
}

Result<http::Reply> delete_distro(Services& services, const Call& call) {
    TRY(call.repository());
    const auto force = TRY(call.force());
    const auto& name = call.parameter("distro");
    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repository = call.repository_name(), name, force,
                  expected = expectation_of(call, represent_distro(name))](auto done) {
        publisher.delete_distro(actor, repository, name, force, expected, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

}  // namespace slipway::api
