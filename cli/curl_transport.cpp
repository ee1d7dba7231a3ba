// Requests by libcurl, the only place that knows it.
//
// Files are streamed: one by a read callback, several as the parts of a form that libcurl reads from the disk itself,
// closing each file behind its last byte. A large body waits for the server's permission (Expect: 100-continue), so
// that a request which can be refused by its head costs no transfer; servers and proxies that do not know this get the
// body after some seconds. A server that answers before the last byte ends the transfer.
//
// A file that is downloaded goes to its sink as it arrives; the body of any other answer (a refusal) is collected as
// usual.
#include "cli/curl_transport.hpp"

#include "cli/request_head.hpp"
#include "cli/sent_file.hpp"
#include "cli/system_certificates.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <curl/curl.h>

namespace slipway::cli {
namespace {

constexpr long patience_for_continue_ms = 10'000;
constexpr long patience_for_connection_s = 15;
constexpr long most_redirects = 5;
constexpr std::size_t longest_answer = std::size_t{64} * 1024 * 1024;

struct DeleteHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct DeleteForm {
    void operator()(curl_mime* form) const { curl_mime_free(form); }
};
struct DeleteList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, DeleteHandle>;
using Form = std::unique_ptr<curl_mime, DeleteForm>;

class HeaderList {
public:
    void add(const std::string& line) {
        auto* longer = curl_slist_append(list_.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(list_.release());
        list_.reset(longer);
    }
    curl_slist* get() const { return list_.get(); }
    /// libcurl frees it.
    curl_slist* release() { return list_.release(); }

private:
    std::unique_ptr<curl_slist, DeleteList> list_;
};

/// What one attempt needs while it is under way; libcurl holds pointers to it.
struct Attempt {
    CURL* handle = nullptr;
    Progress* progress = nullptr;
    Sink* sink = nullptr;
    bool has_begun = false;  // the file for the sink
    std::uint64_t body_size = 0;
    HeaderList headers{};
    Form form{};
    SentFile file{};  // of a PUT
    std::string answer{};
    std::string error = std::string(CURL_ERROR_SIZE, '\0');
    std::string place{};  // the server or URL, for messages
};

long status_of(CURL* handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/// Precondition: there is a sink, and the answer is a file.
bool give_to_sink(Attempt& attempt, std::string_view bytes, bool is_rest) {
    if (!attempt.has_begun && !attempt.sink->begin(is_rest ? attempt.sink->size() : 0)) return false;
    attempt.has_begun = true;
    return attempt.sink->take(bytes);
}

std::size_t take_answer(char* bytes, std::size_t, std::size_t count, void* to) {
    auto& attempt = *static_cast<Attempt*>(to);
    const auto status = status_of(attempt.handle);
    if (attempt.sink != nullptr && (status == 200 || status == 206))
        return give_to_sink(attempt, {bytes, count}, status == 206) ? count : 0;
    if (attempt.answer.size() + count > longest_answer) return 0;
    attempt.answer.append(bytes, count);
    return count;
}

std::size_t give_file(char* buffer, std::size_t, std::size_t size, void* from) {
    return static_cast<Attempt*>(from)->file.read(buffer, size).value_or(CURL_READFUNC_ABORT);
}

int seek_file(void* in, curl_off_t offset, int origin) {
    return static_cast<Attempt*>(in)->file.seek(offset, origin) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

int tell_progress(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
    const auto& attempt = *static_cast<Attempt*>(to);
    if (attempt.progress != nullptr && attempt.body_size > 0)
        attempt.progress->show(static_cast<std::uint64_t>(sent), attempt.body_size);
    return 0;
}

Outcome::End end_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR: return Outcome::End::not_connected;
        case CURLE_OPERATION_TIMEDOUT:
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE: return Outcome::End::interrupted;
        default: return Outcome::End::impossible;
    }
}

}  // namespace

struct CurlTransport::State {
    Settings settings;
    std::chrono::seconds patience;
    Handle handle;

    template <class Value>
    void set(CURLoption option, Value value) const {
        curl_easy_setopt(handle.get(), option, value);
    }

    void prepare(Attempt& attempt, const Request& request) const;
    void prepare_trust() const;
    void prepare_file(const Request& request) const;
    void prepare_headers(Attempt& attempt, const Request& request) const;
    bool prepare_body(Attempt& attempt, const Request& request) const;
    void prepare_form(Attempt& attempt, const Request& request) const;
    Outcome outcome_of(Attempt&& attempt, CURLcode code) const;
};

void CurlTransport::State::prepare(Attempt& attempt, const Request& request) const {
    curl_easy_reset(handle.get());  // keeps the open connection
    const auto url = url_of(settings, request);
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    // A reused connection that turns out dead is one that libcurl repeats the request on, whatever its method.
    if (request.repeat == Repeat::harmful) set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_ERRORBUFFER, attempt.error.data());
    set(CURLOPT_CONNECTTIMEOUT, patience_for_connection_s);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(patience.count()));
    set(CURLOPT_EXPECT_100_TIMEOUT_MS, patience_for_continue_ms);
    set(CURLOPT_WRITEFUNCTION, take_answer);
    set(CURLOPT_WRITEDATA, &attempt);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, tell_progress);
    set(CURLOPT_XFERINFODATA, &attempt);
    prepare_trust();
    if (request.sink != nullptr) prepare_file(request);
}

void CurlTransport::State::prepare_trust() const {
    if (!settings.ca_file.empty()) {
        set(CURLOPT_CAINFO, settings.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
        return;
    }
    // A distribution's libcurl knows where the certificates are; that of the static client does not.
    const auto* library = curl_version_info(CURLVERSION_NOW);
    if (library->cainfo != nullptr || library->capath != nullptr) return;
    if (const auto file = find_system_certificates("/")) set(CURLOPT_CAINFO, file->c_str());
}

/// libcurl leaves the field Authorization out when a redirect leads to another host, port or protocol.
void CurlTransport::State::prepare_file(const Request& request) const {
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, most_redirects);
    set(CURLOPT_REDIR_PROTOCOLS_STR, url_of(settings, request).starts_with("https:") ? "https" : "http,https");
    if (request.sink->size() > 0) set(CURLOPT_RANGE, fmt::format("{}-", request.sink->size()).c_str());
}

void CurlTransport::State::prepare_headers(Attempt& attempt, const Request& request) const {
    for (const auto& field : fields_of(settings, request)) attempt.headers.add(field);
    set(CURLOPT_HTTPHEADER, attempt.headers.get());
}

/// Returns false with errno if the file of a PUT cannot be opened.
bool CurlTransport::State::prepare_body(Attempt& attempt, const Request& request) const {
    if (request.method == Method::del) set(CURLOPT_CUSTOMREQUEST, "DELETE");
    if (request.method == Method::get || request.method == Method::del) return true;
    if (request.method == Method::put && !request.files.empty()) {
        if (!attempt.file.open(request.files.front().path, attempt.body_size)) return false;
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(attempt.body_size));
        set(CURLOPT_READFUNCTION, give_file);
        set(CURLOPT_READDATA, &attempt);
        set(CURLOPT_SEEKFUNCTION, seek_file);
        set(CURLOPT_SEEKDATA, &attempt);
        return true;
    }
    if (!request.files.empty()) {
        prepare_form(attempt, request);
        return true;
    }
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
    if (request.method == Method::put) set(CURLOPT_CUSTOMREQUEST, "PUT");
    if (request.method == Method::patch) set(CURLOPT_CUSTOMREQUEST, "PATCH");
    return true;
}

void CurlTransport::State::prepare_form(Attempt& attempt, const Request& request) const {
    attempt.form.reset(curl_mime_init(handle.get()));
    for (const auto& file : request.files) {
        auto* part = curl_mime_addpart(attempt.form.get());
        curl_mime_name(part, file.field.c_str());
        curl_mime_filedata(part, file.path.c_str());
        curl_mime_filename(part, file.name.c_str());
        curl_mime_type(part, "application/octet-stream");
        HeaderList digest;
        digest.add("X-Checksum-Sha256: " + file.sha256);
        curl_mime_headers(part, digest.release(), 1);
    }
    set(CURLOPT_MIMEPOST, attempt.form.get());
}

Outcome CurlTransport::State::outcome_of(Attempt&& attempt, CURLcode code) const {
    Outcome outcome;
    if (code != CURLE_OK) {
        long sent = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_REQUEST_SIZE, &sent);
        outcome.end = end_of(code);
        if (outcome.end == Outcome::End::interrupted && sent == 0) outcome.end = Outcome::End::not_connected;
        std::string_view detail(attempt.error.c_str());
        if (detail.empty()) detail = curl_easy_strerror(code);
        if (attempt.file.has_shrunk()) detail = "the file became shorter while it was sent";
        outcome.reason = fmt::format("{}: {}", attempt.place, detail);
        return outcome;
    }
    outcome.end = Outcome::End::answered;
    outcome.status = static_cast<int>(status_of(handle.get()));
    outcome.body = std::move(attempt.answer);
    const char* location = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &location);
    if (location != nullptr) outcome.location = location;
    curl_header* retry_after = nullptr;
    if (curl_easy_header(handle.get(), "Retry-After", 0, CURLH_HEADER, -1, &retry_after) == CURLHE_OK)
        outcome.retry_after = retry_after->value;
    return outcome;
}

CurlTransport::CurlTransport(std::unique_ptr<State> state) : state_(std::move(state)) {}
CurlTransport::~CurlTransport() = default;

Result<std::unique_ptr<CurlTransport>> CurlTransport::create(Settings settings, std::chrono::seconds patience) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Error(Fault::internal, "libcurl does not start");
    Handle handle(curl_easy_init());
    if (!handle) return Error(Fault::internal, "libcurl does not start");
    auto state = std::make_unique<State>(State{std::move(settings), patience, std::move(handle)});
    return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(state)));
}

Outcome CurlTransport::send(const Request& request, Progress* progress) {
    Attempt attempt;
    attempt.handle = state_->handle.get();
    attempt.progress = progress;
    attempt.sink = request.sink;
    attempt.place = request.url.empty() ? state_->settings.server : request.url;
    attempt.body_size = body_size_of(request);
    state_->prepare(attempt, request);
    state_->prepare_headers(attempt, request);
    if (!state_->prepare_body(attempt, request)) {
        Outcome outcome;
        outcome.reason = request.files.front().path.string() + ": " + std::strerror(errno);
        return outcome;
    }
    const auto code = curl_easy_perform(state_->handle.get());
    return state_->outcome_of(std::move(attempt), code);
}

Result<std::unique_ptr<Transport>> connect_by_curl(const Settings& settings, std::chrono::seconds patience) {
    return std::unique_ptr<Transport>(TRY(CurlTransport::create(settings, patience)));
}

}  // namespace slipway::cli
