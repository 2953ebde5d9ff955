module dev.isthmus/testkit/pause

go 1.26.0
