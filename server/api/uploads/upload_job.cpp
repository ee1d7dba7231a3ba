// The end of an upload: received files → ingest (parse, sign, store) → publisher (one revision) → answer. Each step is
// started by the one before, and only signing holds a thread while it waits; the job keeps slot and files until the
// answer is given.
#include "server/api/uploads/upload_job.hpp"

#include "base/percent_encoding.hpp"
#include "publishing/model/urls.hpp"
#include "publishing/planning/upload_change.hpp"
#include "server/api/routing/serving.hpp"
#include "server/http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::api {
namespace {

using Deliver = std::function<void(http::Response)>;
using Job = std::shared_ptr<UploadJob>;

Json placed_json(const UploadJob& job, const publishing::PlacedPackage& placed) {
    const auto& package = *placed.package;
    auto json = Json::object({{"sha256", package.sha256.hex()}});
    if (package.uploaded_sha256 != package.sha256) json.add("uploaded_sha256", package.uploaded_sha256.hex());
    json.add("name", package.name).add("version", package.version).add("architecture", package.architecture);
    json.add("distro", placed.distro);
    json.add("component", placed.component.empty() ? Json(nullptr) : Json(placed.component)).add("size", package.size);
    const auto path = encoded_path(placed.path);
    json.add("path", job.services.mount.path() + path).add("url", job.base.text + path);
    return json.add("warnings", placed.warnings);
}

http::Response answer(const UploadJob& job, const publishing::UploadAnswer& result) {
    if (const auto* refusal = std::get_if<publishing::UploadRefusal>(&result)) return refusal_of(refusal->errors);
    const auto& outcome = std::get<publishing::UploadOutcome>(result);
    std::vector<Json> packages;
    for (const auto& placed : outcome.packages) packages.push_back(placed_json(job, placed));
    auto json = Json::object(
        {{"channel", outcome.channel}, {"revision", outcome.revision}, {"packages", Json::array(packages)}});
    add_nodes(json, outcome.serving);
    if (!outcome.changed) return json_response(200, json);
    return created(job.base.api_url({"repositories", job.repository->state.settings.name, "channels", outcome.channel,
                                     "revisions", std::to_string(outcome.revision)}),
                   json);
}

/// Others have the memory or the threads that it needs: no failure of this one.
bool is_refusal(const Error& error) { return UploadSlots::is_refusal(error) || error.is("too-busy"_problem); }

void publish_packages(const Job& job, Result<publishing::IngestOutcome> taken_in, const Deliver& deliver) {
    const auto& parts = job->services.parts;
    if (!taken_in.ok() && is_refusal(taken_in.error())) return deliver(problem_of(parts.failures, taken_in.error()));
    if (!taken_in.ok()) {
        parts.failures.failure("upload failed", taken_in.error());
        return deliver(problem_of(parts.failures, publishing::publication_failed(taken_in.error())));
    }
    if (!taken_in->errors.empty()) return deliver(refusal_of(taken_in->errors));
    const auto done = [job, deliver](Result<publishing::UploadAnswer> result) {
        auto& log = job->services.parts.failures;
        deliver(result.ok() ? answer(*job, *result) : problem_of(log, result.error()));
    };
    parts.publisher.carry_out<publishing::UploadChange>(job->repository->state.settings.name, job->actor, job->channel,
                                                        std::move(taken_in->packages), done);
}

Json error_json(const publishing::FileError& error) {
    return Json::object(
        {{"file", error.file}, {"code", http::code_of(error.error)}, {"detail", http::detail_of(error.error)}});
}

}  // namespace

http::Response refusal_of(const std::vector<publishing::FileError>& errors) {
    // A file that can never be published outranks one that only conflicts with another.
    const auto worst = std::ranges::max_element(
        errors, {}, [](const publishing::FileError& error) { return http::status_of(error.error); });
    std::vector<Json> list;
    for (const auto& error : errors) list.push_back(error_json(error));
    const auto detail = errors.size() == 1
                            ? std::string(http::detail_of(worst->error))
                            : fmt::format("{} files are refused, so nothing was changed; the first: {}: {}",
                                          errors.size(), worst->file, http::detail_of(worst->error));
    return http::problem(worst->error, detail, Json::object({{"errors", Json::array(list)}}));
}

http::Reply publish(Job job) {
    return http::Deferred([job = std::move(job)](const Deliver& deliver) {
        auto& parts = job->services.parts;
        const std::shared_ptr<const publishing::RepositoryState> state(job->repository, &job->repository->state);
        const auto channel = state->channels.find(job->channel);  // or the upload makes it
        const bool immutable = channel != state->channels.end() && channel->second.settings.immutable_versions;
        parts.ingest.take_in(
            state,
            {std::move(job->files), std::move(job->refused), job->provenance, parts.clock.now(), immutable, job->turn},
            [job, deliver](Result<publishing::IngestOutcome> taken_in) {
                publish_packages(job, std::move(taken_in), deliver);
            });
    });
}

}  // namespace slipway::api
