#!/bin/sh
# Imports this folder into Amazon Neptune: sh import.sh S3_URI ENDPOINT ROLE_ARN REGION
#   S3_URI    s3://bucket/folder, where the files are put first
#   ENDPOINT  https://your-cluster:8182
#   ROLE_ARN  of the role that lets Neptune read the bucket
# Money is a string, so that it stays exact.
set -e
cd "$(dirname "$0")"
: "${4:?usage: sh import.sh S3_URI ENDPOINT ROLE_ARN REGION}"
aws s3 sync . "$1" --exclude '*' --include 'nodes/*.csv' --include 'edges/*.csv'
exec aws neptunedata start-loader-job --endpoint-url "$2" --source "$1/" --format csv \
  --iam-role-arn "$3" --s3-bucket-region "$4" --update-single-cardinality-properties
