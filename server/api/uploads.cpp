#include "server/api/uploads.hpp"

#include "server/api/declared_digest.hpp"
#include "server/api/provenance.hpp"
#include "server/api/upload_job.hpp"
#include "server/api/upload_target.hpp"
#include "server/http/multipart.hpp"

#include <fmt/format.h>

namespace slipway::api {
namespace {

using publishing::Ingest;
using publishing::ReceivedFile;

Error too_large(std::string_view what, std::uint64_t limit) {
    return Error(Fault::too_large, fmt::format("{} is larger than this server takes: {} bytes", what, limit));
}

/// One file on its way in: its bytes, counted against the limit of a package, hashed for what was declared.
class FileInTransit {
public:
    static Result<FileInTransit> begin(const Services& services, std::string name, publishing::Destination destination,
                                       const http::Headers& headers) {
        auto digests = TRY(DeclaredDigests::parse(headers));
        auto bytes = TRY(services.parts.blobs.begin_upload());
        return FileInTransit({std::move(name), std::move(bytes), std::move(destination)}, std::move(digests),
                             services.parts.limits.package_bytes);
    }

    Result<> append(std::string_view bytes) {
        if (bytes.size() > limit_ - file_.bytes.size()) return too_large("'" + file_.name + "'", limit_);
        digests_.update(bytes);
        return file_.bytes.append(bytes);
    }

    /// The file, its digests verified.
    Result<ReceivedFile> finish() && {
        TRY(digests_.verify().during(file_.name));
        return std::move(file_);
    }

private:
    FileInTransit(ReceivedFile file, DeclaredDigests digests, std::uint64_t limit)
        : file_(std::move(file)), digests_(std::move(digests)), limit_(limit) {}

    ReceivedFile file_;
    DeclaredDigests digests_;
    std::uint64_t limit_;
};

/// A body that is one package.
class RawUpload final : public http::BodySink {
public:
    RawUpload(std::shared_ptr<UploadJob> job, FileInTransit file) : job_(std::move(job)), file_(std::move(file)) {}

    Result<> append(std::string_view bytes) override {
        TRY(file_.append(bytes));
        return job_->space.written(bytes.size());
    }

    http::Reply finish() override {
        auto received = std::move(file_).finish();
        if (!received.ok()) return problem_of(job_->services.parts.log, received.error());
        job_->files.push_back(std::move(received).release());
        return publish(std::move(job_));
    }

private:
    std::shared_ptr<UploadJob> job_;
    FileInTransit file_;
};

/// A form with one package per part: all or nothing. A digest in the request's head is that of the whole form.
class FormUpload final : public http::BodySink, private http::MultipartSink {
public:
    static Result<std::unique_ptr<FormUpload>> create(std::shared_ptr<UploadJob> job, std::string_view boundary,
                                                      DeclaredDigests digests) {
        std::unique_ptr<FormUpload> form(new FormUpload(std::move(job), std::move(digests)));
        form->parser_ = TRY(http::MultipartParser::create(boundary, *form));
        return form;
    }

    Result<> append(std::string_view bytes) override {
        received_ += bytes.size();
        const auto limit = job_->services.parts.limits.batch_bytes;
        if (received_ > limit) return too_large("this batch", limit);
        digests_.update(bytes);
        TRY(job_->space.written(bytes.size()));
        return parser_->feed(bytes);
    }

    http::Reply finish() override {
        const auto checked = check_whole();
        if (!checked.ok()) return problem_of(job_->services.parts.log, checked.error());
        return publish(std::move(job_));
    }

private:
    FormUpload(std::shared_ptr<UploadJob> job, DeclaredDigests digests)
        : job_(std::move(job)), digests_(std::move(digests)) {}

    Result<> check_whole() {
        TRY(parser_->finish());
        TRY(digests_.verify());
        if (job_->files.empty())
            return Error(Fault::invalid_input, "the form has no file; send packages as curl -F package=@FILE does")
                .as("no-files");
        return {};
    }

    Result<> part_begin(const http::PartHead& head) override {
        const auto limit = job_->services.parts.limits.batch_files;
        if (job_->files.size() >= limit)
            return Error(Fault::too_large, fmt::format("a batch has at most {} files", limit));
        if (!head.filename)
            return Error(Fault::invalid_input,
                         "the form field '" + head.name.substr(0, 100) +
                             "' is no file; targets stand in the query or as the names of file fields")
                .as("unknown-field");
        auto destination = TRY(destination_of_field(head.name, job_->destination));
        std::string name(base_name(*head.filename));
        TRY(Ingest::check_destination(job_->repository->state, name, destination).during(name));
        file_ = TRY(FileInTransit::begin(job_->services, std::move(name), std::move(destination), head.headers));
        return {};
    }
    Result<> part_data(std::string_view bytes) override { return file_->append(bytes); }
    Result<> part_end() override {
        job_->files.push_back(TRY(std::move(*file_).finish()));
        file_.reset();
        return {};
    }

    std::shared_ptr<UploadJob> job_;
    DeclaredDigests digests_;
    std::optional<http::MultipartParser> parser_;
    std::optional<FileInTransit> file_;
    std::uint64_t received_ = 0;
};

/// The checks of a file whose name is known before its bytes.
Result<> check_named(const Services& services, const publishing::RepositoryState& repository,
                     const publishing::ChannelState& channel, std::string_view name,
                     const publishing::Destination& destination, const std::optional<Sha256>& declared) {
    TRY(Ingest::check_destination(repository, name, destination));
    if (!declared) return {};
    return services.parts.ingest.check_early(repository, channel.settings, name, destination, *declared);
}

Result<> check_size(const http::Request& request, std::string_view what, std::uint64_t limit) {
    if (request.content_length.value_or(0) > limit) return too_large(what, limit);
    return {};
}

}  // namespace

Result<std::unique_ptr<http::BodySink>> begin_upload(Services& services, const Call& call) {
    const auto& request = call.request;
    const auto& limits = services.parts.limits;
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto destination =
        TRY(destination_of(call.query("distro").value_or(""), call.query("component").value_or("")));
    const auto boundary = request.method == http::Method::post
                              ? http::multipart_boundary(request.headers.find("Content-Type").value_or(""))
                              : std::nullopt;
    const auto name = call.parameters.contains("filename") ? call.parameter("filename") : std::string();
    auto digests = TRY(DeclaredDigests::parse(request.headers));

    TRY(check_size(request, boundary ? "this batch" : "this package",
                   boundary ? limits.batch_bytes : limits.package_bytes));
    if (!name.empty()) TRY(check_named(services, repository->state, *channel, name, destination, digests.sha256()));
    auto provenance = TRY(provenance_of(request, *call.token, services.parts.clock.now()));
    auto slot = TRY(services.slots.take(call.token->id));
    auto space = TRY(services.space.reserve(request.content_length.value_or(0)));
    auto job = std::make_shared<UploadJob>(UploadJob{services,
                                                     call.actor,
                                                     repository,
                                                     channel->settings.name,
                                                     destination,
                                                     std::move(provenance),
                                                     call.base,
                                                     std::move(slot),
                                                     std::move(space),
                                                     {}});
    if (boundary) {
        auto form = TRY(FormUpload::create(std::move(job), *boundary, std::move(digests)));
        return std::unique_ptr<http::BodySink>(std::move(form));
    }
    auto file = TRY(FileInTransit::begin(services, name.empty() ? "the package" : name, destination, request.headers));
    return std::unique_ptr<http::BodySink>(std::make_unique<RawUpload>(std::move(job), std::move(file)));
}

}  // namespace slipway::api
