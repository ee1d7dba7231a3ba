#include "storage/s3/caller.hpp"

#include "storage/s3/answers.hpp"
#include "storage/s3/refusals.hpp"
#include "storage/s3/signature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace slipway::s3 {
namespace {

using std::chrono::ceil;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

Signable to_sign(const Draft& draft, const Bucket& bucket, Fields extra) {
    static const std::string of_nothing = sha256_of("").hex();
    const auto& hash = draft.payload_hash.empty() ? of_nothing : draft.payload_hash;
    Signable request{std::string(name_of(draft.method)), draft.path, draft.query, draft.fields, hash};
    request.fields.emplace_back("host", bucket.authority());
    request.fields.emplace_back("x-amz-content-sha256", hash);
    std::move(extra.begin(), extra.end(), std::back_inserter(request.fields));
    return request;
}

std::string url_of(const Draft& draft, const Bucket& bucket) {
    const auto query = canonical_query(draft.query);
    return bucket.origin() + draft.path + (query.empty() ? "" : "?" + query);
}

/// These send the head of a success before they know how they end; what came of it stands in the body.
bool may_hide_failure(Operation operation) {
    return operation == Operation::complete_multipart_upload || operation == Operation::copy_object ||
           operation == Operation::upload_part_copy;
}

void unmask_failure(Operation operation, HttpAnswer& answer) {
    if (may_hide_failure(operation) && answer.is_success() && find_error(answer.body)) answer.status = 500;
}

/// An answer without a length ends where the connection does, and may have been cut there; one that is all here is
/// whole, however its connection ended.
void judge_by_bytes(Attempt& attempt, const Receiver* receiver) {
    if (receiver == nullptr || attempt.end == Attempt::End::stopped || !attempt.answer.is_success()) return;
    const bool is_whole = receiver->missing() == 0;
    if (is_whole) attempt.end = Attempt::End::answered;
    if (is_whole || attempt.end != Attempt::End::answered) return;
    attempt.end = Attempt::End::interrupted;
    attempt.reason = "the answer ended early";
}

std::uint64_t bytes_to_move(const Draft& draft, const Receiver* receiver) {
    return draft.body.length + (receiver == nullptr ? 0 : receiver->missing());
}

}  // namespace

struct Caller::UnderWay {
    const Draft& draft;
    Receiver* receiver;
    const steady_clock::time_point deadline;
    Call report{};
    unsigned failures = 0;  // in a row, without a byte for the receiver
    bool has_new_credentials = false;
};

Result<HttpAnswer> Caller::call(const Draft& draft, Receiver* receiver) {
    const auto begin = parts_.timing.now();
    UnderWay call{draft, receiver, begin + time_for(limits_, bytes_to_move(draft, receiver))};
    call.report = {draft.operation, Outcome::stopped, 0};
    auto answer = carry_out(call);
    call.report.duration = parts_.timing.now() - begin;
    if (call.report.attempts > 0) parts_.observer.observe(call.report);
    return answer;
}

Result<HttpAnswer> Caller::carry_out(UnderWay& call) {
    while (true) {
        const auto credentials = TRY(parts_.credentials.current());
        auto last = attempt(call, credentials);
        call.report.outcome = outcome_of(last);
        if (call.report.outcome == Outcome::success) return std::move(last.answer);
        if (may_repeat(call, credentials, last)) continue;
        if (last.end == Attempt::End::answered) return error_of(refusal_of(last.answer), parts_.bucket);
        return error_of(std::move(last));
    }
}

Attempt Caller::attempt(UnderWay& call, const Credentials& credentials) {
    const auto& draft = call.draft;
    const auto missing = call.receiver == nullptr ? 0 : call.receiver->missing();
    const auto request = to_sign(draft, parts_.bucket, call.receiver == nullptr ? Fields{} : call.receiver->fields());
    auto fields = signed_fields(request, credentials, {parts_.clock.now(), parts_.bucket.region()});
    const auto rest = ceil<milliseconds>(call.deadline - parts_.timing.now());
    auto attempt = parts_.transport.attempt(
        {draft.method, url_of(draft, parts_.bucket), std::move(fields), draft.body, rest}, call.receiver);
    if (attempt.end == Attempt::End::answered) unmask_failure(draft.operation, attempt.answer);
    judge_by_bytes(attempt, call.receiver);

    ++call.report.attempts;
    call.report.sent += attempt.sent;
    call.report.received += attempt.received;
    const bool got_on = call.receiver != nullptr && call.receiver->missing() < missing;
    call.failures = got_on ? 1 : call.failures + 1;
    return attempt;
}

bool Caller::may_repeat(UnderWay& call, const Credentials& credentials, const Attempt& last) {
    if (last.end == Attempt::End::answered && is_about_credentials(refusal_of(last.answer))) {
        if (call.has_new_credentials) return false;
        call.has_new_credentials = true;
        return parts_.credentials.replace(credentials);
    }
    if (call.failures >= limits_.attempts || !is_worth_repeating(last)) return false;
    const auto pause = pause_before(call.failures, last, parts_.timing.jitter());
    if (parts_.timing.now() + pause >= call.deadline) return false;
    parts_.timing.pause(pause);
    return true;
}

}  // namespace slipway::s3
