"""Asks a router through OpenAI's own client, whole and streamed. The one argument is the base URL."""

import sys

from openai import BadRequestError, OpenAI

client = OpenAI(base_url=sys.argv[1], api_key="none", max_retries=0)
asked = dict(
    model=client.models.list().data[0].id,
    messages=[{"role": "user", "content": "hello"}],
    seed=5,
    max_tokens=12,
)
whole = client.chat.completions.create(**asked)
text = whole.choices[0].message.content
streamed = ""
usage = None
for chunk in client.chat.completions.create(
    **asked, stream=True, stream_options={"include_usage": True}
):
    usage = chunk.usage or usage
    for choice in chunk.choices:
        streamed += choice.delta.content or ""
assert streamed == text, (streamed, text)
print(f"whole and streamed are equal: {usage.completion_tokens} tokens")
try:
    client.chat.completions.create(**asked, frequency_penalty=1)
except BadRequestError as refusal:
    print("refused:", refusal.body["param"])
