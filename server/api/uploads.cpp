#include "server/api/uploads.hpp"

#include "publishing/model/ephemeral.hpp"
#include "server/api/file_in_transit.hpp"
#include "server/api/form_upload.hpp"
#include "server/api/package_schemas.hpp"
#include "server/api/provenance.hpp"
#include "server/api/resources.hpp"
#include "server/api/schemas.hpp"
#include "server/api/upload_job.hpp"
#include "server/api/upload_target.hpp"
#include "server/http/multipart.hpp"

namespace slipway::api {
namespace {

using publishing::Ingest;

/// A body that is one package.
class RawUpload final : public http::BodySink {
public:
    RawUpload(std::shared_ptr<UploadJob> job, FileInTransit file) : job_(std::move(job)), file_(std::move(file)) {}

    Result<> append(std::string_view bytes) override {
        TRY(file_.append(bytes));
        return job_->space.written(bytes.size());
    }

    http::Reply finish() override {
        const auto name = file_.name();
        auto received = std::move(file_).finish();
        if (!received.ok()) return refusal_of({{name, std::move(received).error()}});
        job_->files.push_back(std::move(received).release());
        return publish(std::move(job_));
    }

    std::shared_ptr<http::Sender> sender() const override { return job_->place->sender(); }

private:
    std::shared_ptr<UploadJob> job_;
    FileInTransit file_;
};

/// The checks of a file whose name is known before its bytes.
Result<> check_named(const Services& services, const publishing::RepositoryState& repository,
                     const storage::ChannelRow& channel, std::string_view name,
                     const publishing::Destination& destination, const std::optional<Sha256>& declared) {
    TRY(Ingest::check_destination(repository, name, destination));
    if (!declared) return {};
    return services.parts.ingest.check_early(repository, channel, name, destination, *declared);
}

/// The channel's settings; of one that the upload makes, as they will be.
Result<storage::ChannelRow> channel_to_take_it(const Call& call, const publishing::RepositoryState& repository) {
    storage::ChannelRow channel;
    channel.name = call.channel_name();
    channel.immutable_versions = false;
    if (const auto found = repository.channels.find(channel.name); found != repository.channels.end())
        channel = found->second.settings;
    else
        TRY(publishing::check_may_begin(repository, channel.name));
    TRY(publishing::check_unprotected(channel));
    return channel;
}

Result<> check_size(std::optional<std::uint64_t> length, std::string_view what, std::uint64_t limit) {
    if (length.value_or(0) > limit) return too_large(what, limit);
    return {};
}

constexpr std::array upload_members = {
    required("channel", a_name()),
    required("revision", an_integer()),
    required("packages", a_list_of(package_schema)),
};
constexpr Schema upload_schema = an_answer("Upload", upload_members);

constexpr Few<Parameter, 7> target_parameters = {
    {"distro", a_text("Target distros, separated by commas. Absent: the default distro of the file's format.")},
    {"component", a_text("Target component of deb distros. Absent: the distro's first.")},
};
constexpr Few<Answer, 2> upload_answers = {
    {200, "All of it is in the channel already", &upload_schema},
    {201, "A revision that contains the packages is durable and served", &upload_schema},
};
constexpr Few<GivenProblem, 20> upload_problems = {
    "channel-protected"_problem,    "unknown-distro"_problem,         "package-exists"_problem,
    {"purged"_problem, 409},        "channel-limit"_problem,          "ephemeral-base"_problem,
    "invalid-package"_problem,      "expands-too-far"_problem,        "unsupported-format"_problem,
    "wrong-format"_problem,         "ambiguous-distro"_problem,       "unknown-component"_problem,
    "unknown-architecture"_problem, "too-many-architectures"_problem, "digest-mismatch"_problem,
    "invalid-digest"_problem,       "invalid-provenance"_problem,     "no-files"_problem,
    "invalid-name"_problem,         "invalid-field"_problem,
};

constexpr std::array upload_table = {
    Operation{
        .method = http::Method::put,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages/{package}",
        .access = Access::upload,
        .id = "putPackage",
        .tag = "packages",
        .summary = "Upload one package under its file name",
        .query = target_parameters,
        .use = BodyUse::upload,
        .answers = upload_answers,
        .problems = upload_problems,
        .problem_body = &upload_problem_schema,
    },
    Operation{
        .method = http::Method::put,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages",
        .access = Access::upload,
        .id = "putPackageCollection",
        .tag = "packages",
        .summary = "Upload one package",
        .query = target_parameters,
        .use = BodyUse::upload,
        .answers = upload_answers,
        .problems = upload_problems,
        .problem_body = &upload_problem_schema,
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages",
        .access = Access::upload,
        .id = "postPackages",
        .tag = "packages",
        .summary = "Upload one package, or a form of many",
        .description = "A form is all or nothing, in one revision.",
        .query = target_parameters,
        .use = BodyUse::upload,
        .answers = upload_answers,
        .problems = upload_problems,
        .problem_body = &upload_problem_schema,
    },
};

}  // namespace

Result<std::unique_ptr<http::BodySink>> begin_upload(Services& services, const Call& call,
                                                     std::shared_ptr<UploadPlace> place) {
    const auto& headers = call.headers();
    const auto& limits = services.parts.limits;
    const auto repository = TRY(call.repository());
    const auto channel = TRY(channel_to_take_it(call, repository->state));
    const auto destination =
        TRY(destination_of(call.query("distro").value_or(""), call.query("component").value_or("")));
    const auto boundary = call.method() == http::Method::post
                              ? http::multipart_boundary(headers.find("Content-Type").value_or(""))
                              : std::nullopt;
    const auto name = call.has_parameter("package") ? call.parameter("package") : std::string();
    auto digests = TRY(DeclaredDigests::parse(headers));

    TRY(check_size(call.content_length(), boundary ? "this batch" : "this package",
                   boundary ? limits.batch_bytes : limits.package_bytes));
    if (!boundary) TRY(check_named(services, repository->state, channel, name, destination, digests.sha256()));
    auto provenance = TRY(provenance_of(headers, *call.token, call.actor.address, services.parts.clock.now()));
    if (!place) place = TRY(services.slots.take(call.token->id));
    auto space = TRY(services.space.reserve(call.token->id, call.content_length().value_or(0)));
    auto job = std::make_shared<UploadJob>(UploadJob{services,
                                                     call.actor,
                                                     repository,
                                                     channel.name,
                                                     destination,
                                                     std::move(provenance),
                                                     call.base,
                                                     std::move(place),
                                                     std::move(space),
                                                     {},
                                                     {},
                                                     call.token->id});
    if (boundary) return begin_form(std::move(job), *boundary, std::move(digests));
    auto file = TRY(FileInTransit::begin(services, name.empty() ? "the package" : name, destination, headers));
    return std::unique_ptr<http::BodySink>(std::make_unique<RawUpload>(std::move(job), std::move(file)));
}

std::span<const Operation> upload_operations() { return upload_table; }

}  // namespace slipway::api
